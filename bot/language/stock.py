"""What people say beside a day, as tables: it stands in the plan, it falls, it is wanted, somebody is away."""

from __future__ import annotations

from bot.language.words import DASHES, bag


def _phrases(lines: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(each.split()) for each in lines.split("|"))


def _last_words(phrases: frozenset[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(each[-1] for each in phrases)


def _first_words(phrases: frozenset[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(each[0] for each in phrases)


#: "we had it down for the Friday", "it's down as tomorrow", "we have them in for the 23rd", "it was going on the 3rd"
STOOD = _phrases(
    """
    committed to | told them | told her | told him | told you | than wait for | not wait for | than waiting for |
    down for | down as | down on | it in for | them in for | us in for | that in for | was going on | were going on
    | was going out | were going out | opposed to | supposed to be | meant to be | pencilled in | old date | old
    date : | current date | original date | old deadline | it says | stands at | stands for | set on | had put | had
    said | i'd put | we'd put | we'd said | i'd said | we'd told them | had told them | had promised | had them for
    | had it for | had it on | used to be | had been | it was | that was | until now | till now | up to now | so far
    | believed in | we believed | we thought | i thought | they thought | formerly | previously | counted on | we
    planned for | we planned on | had planned for | had planned | had agreed | were aiming for | was aiming for |
    had aimed for | was heading for | were heading for | plan as | plan for | plan with | tracker as | tracker for |
    sheet as | sheet for | calendar as | calendar for | timeline as | timeline for | it sits on | sits at | is
    sitting on | still says | still has | ahead of | sooner than | earlier than the | later than the | forget |
    forget about | in lieu of | really need | dropping | abandoning | in stead of | except | anything but
    """
)
STOOD_LAST = _last_words(STOOD)
TRANSPARENT = bag("the on at eod cob around about a by for as end of noon , ( *") - {"for", "as"}
#: "8 January makes more sense", "30 January it has to be", "a week tomorrow is their promise", "the 9th it is"
STANDS_NOW = _phrases(
    """
    seems to be the | seems like the | looks like the | looks to be the | makes more sense | makes sense | would
    make sense | it has to be | it must be | it needs to be | it is | it'll have to be | it will have to be | is
    what they need | is what we need | is what she needs | is what he needs | is what they want | is what we want |
    is what they're after | is what's needed | is what is needed | is their promise | is their offer | is their wish
    | is their date | is the date | is the new | is our new | is my ask | is the ask | is all i | is as early | is
    the earliest | is the soonest | is the first | is the next | they all can | as opposed to | has to be it | or
    nothing | or bust | i can do | we could do | i could do | would save | would help | would suit | is free | is
    open | if that's
    """
)
STANDS_NOW_FIRST = _first_words(STANDS_NOW)
#: "that is the 16th", "make it the 16th", "how about the 16th"
WANTED = _phrases(
    """
    ideally | should have been | ought to have been | give us | gives us | gets us | chance that's | chance it's |
    could that be | would it be | , that is | , that's | so that is | so that's | namely | which would be | that
    would be | that'd be | make it | make that | let's say | let us say | i'd say | go for | go with | settle on |
    settle for | how about | what about | why not | could be | may be | might be | should be | must be | has to be |
    have to be | needs to be | sooner have it | rather have it | have it out | rather said | rather say | sooner say
    | wants it | want it | need it | needs it | like it | would like | have it | get it | ready for | no later than
    | not later than | at the latest | latest | deadline now | date now | now wants | now want | now need
    """
)
WANTED_LAST = _last_words(WANTED)
#: "gone until the 4th", "closed till Monday": the reason
AWAY = bag(
    "gone away off out abroad busy unavailable unreachable travelling traveling offline booked closed shut back tied "
    "sick ill holiday leave vacation honeymoon jury court training retreat offsite lasts runs goes continues open "
    "freeze embargo ban blackout moratorium lockdown quarantine closure shutdown strike exam exams festival fair "
    "holidays maintenance outage conference down"
)
UNTIL = bag("until till til through")
#: "could we plan for the 25th" asks; "we had planned for the 25th" tells
PUT = bag("can could shall may let's lets")
IN_PLACE = frozenset([("in", "place", "of"), ("instead", "of"), ("rather", "than"), ("in", "lieu", "of")])
#: "would 15 January be ok"
MIGHT, DO = bag("would could might can"), bag("be work do suit fit")
LABELS = {
    **dict.fromkeys(bag("new wanted proposed requested request ask proposal revised needed neu"), 4.0),
    **dict.fromkeys(
        bag("old was due current currently original originally planned plan because cause reason alt"), -4.0
    ),
}
FALLS = frozenset(
    tuple(each.split())
    for each in (
        "is out", "is off", "is gone", "is dead", "is tight", "is impossible", "won't work", "won't do", "won't fly",
        "won't happen", "doesn't work", "isn't going", "isn't happening", "is cancelled", "not happening",
    )
)  # fmt: skip
LEADING = bag("from on the between")
WISHES = bag("can could need needs want wants would push move extend give have like extended moved pushed postponed")
BEING = bag("is are am was were be being stuck based")
BELIEVED = bag("thought assumed believed figured supposed reckoned")
#: "6 Feb until now", "until today it was the 5th"
NOW = bag("now today recently yesterday")
SAID_AFTER = bag("i we it they that this the he she everybody everyone nobody")
STILL_STANDS = _phrases(
    """
    on the plan | in the plan | on the schedule | in the schedule | in the tracker | on the tracker | in the
    calendar | on the calendar | down for | down as | in the diary | on the wall | on paper | on the books | in the
    books | in the contract | in the sow | right now | in the sheet | in there | as it stands | as
    things stand | at the moment | pencilled in | on file
    """
)
STILL_STANDS_FIRST = _first_words(STILL_STANDS)
#: "the 22nd, which is too late", "the 7th is gone"
GONE = bag("late gone dead impossible off unavailable taken full cancelled canceled scrapped ambitious tight")
NOBODY = bag("nobody noone none neither")
NEXT_DAY_SAID = bag(", ( - – — i e so aka right after ie namely meaning .")
#: "Why: the mix moved"
REASONS = bag("why reason background context cause because")

# nearest to the day, one word each
LEADS = bag(
    "the on at eod cob cop eob noon around about a an of our say maybe end play business close by midday lunch "
    "first thing like it , ( * _ : \" ' “ ” \ufe0f"
) - {"say", "by"}
NEW = {
    **dict.fromkeys(bag("to till til until into → > ➡ ➔ ⇒ arrow_right"), 3.0),
    **dict.fromkeys(bag("by say becomes become so looking agree aim aiming makes means meaning"), 2.5),
    **dict.fromkeys(bag("ask asking proposed revised requested request bis"), 2.0),
    **dict.fromkeys(bag("for be propose prefer want wants need needs do with target make makes landed go live"), 1.0),
}
OLD = {
    **dict.fromkeys(
        bag("from than not originally currently current since said promised plan planned wrote statt"), -4.0
    ),
    **dict.fromkeys(bag("was were had has says thinking = hit scheduled agreed committed commit instead"), -3.0),
    **dict.fromkeys(bag("have making due between last is are"), -1.0),
    **dict.fromkeys(bag("before after ahead"), -1.5),
}
NEGATIONS = bag("not no never cannot cant wont dont isnt unlikely")
#: "can't we", "couldn't it": turned round, a negation asks
ASKED = bag("we it you they i")
BOUNDARIES = bag(", ; : so but can could and because bc ( ) then what") | DASHES
ASKS = bag(
    "can could would want wants wanted need needs propose proposing suggest like let's lets move push shift prefer "
    "shall asking ask request requesting requested extend may possible chance hoping how rather launch deliver "
    "slide pull bring slip live ready have makes"
)
EXPLAINS = bag(
    "because bc cos flies fly conference meeting meet board holiday off out away back down runs takes starts start "
    "started joins joined began arrived resigned came shut shuts "
    "ends end which lifts closes cutoff visit leave annual event trip flight expires contract works presenting booked "
    "ignore fair agm party festival exhibition expo congress summit ceremony gala opens opening inspection exam exams "
    "audit closed maintenance strike outage shutdown inventory stocktake"
)
EVENTS = bag(
    "conference meeting meet board holiday event trip flight contract fair agm party festival exhibition expo congress "
    "summit ceremony gala exam exams audit visit leave maintenance strike outage shutdown inventory stocktake"
)
#: "getting the app out on Friday" explains nothing, "Ana is out on Friday" does
GETS = bag("get gets getting got go goes going put send sending ship push roll come comes")
#: "which makes it 24 Aug", "meaning the 8th": the day follows from the ask
OUTCOME = bag("makes means making meaning")
KEPT = bag("miss missing overshoot keep keeping stick hold expected told guess planning old")
STANDS = frozenset([("things", "stand"), ("it", "stands"), ("the", "moment"), ("at", "present"), ("right", "now")])
ASKED_FOR = bag("realistic truth ask request proposal hope wish target honest suggestion")
BE = bag("is 's was")
LIMITS = bag("later earlier sooner")
#: "not before Friday", "no sooner than Friday"
NOT_BEFORE = bag("before earlier sooner")
APART = frozenset([",", "(", ":", "-", "–", "—"])
TELLS = bag("being are is has have will're they're we're")
#: "in the plan", "what we plan"
PLANNED = bag("the our original old to in was is are current their my this that we they i per not and as by for of")
NAMES_A_THING = bag("the a an our their his her my your its usual")
OLD_AFTER = bag(
    "is isn't ain't aint isnt was won't wont doesn't looks feels seems date slot deadline were in'plan cannot can't "
    "cant stopped clashes falls fell comes came has had needs no we'll never old"
)
#: "1 December is safe", "the 2nd is what we can promise"
GOOD = bag(
    "what safe realistic honest better fine possible doable ok okay where likelier easier certain sure good best "
    "feasible workable thinkable ideal great perfect alright fair enough needed wanted preferred safer"
)
#: "slated for the 25th", "booked in for", "on the hook for": the day that stands
SET = bag("slated pencilled penciled earmarked booked set scheduled hook lined meant planned due signed billed fixed")
WISH = bag("they'd they she'd he'd we'd i'd client client'd")
#: "is more realistic", "is far better"
MUCH = (["more"], ["much"], ["far"])
MODALS = bag("can could may might would shall")
ANSWER = bag("answer reply confirm confirmation response nod know decide decision")
#: "2 December (agreed) / 9 December (proposed)"
AS_WHAT = {
    **dict.fromkeys(bag("new proposed ask asked requested request revised wanted preferred target"), 3.0),
    **dict.fromkeys(bag("old agreed current planned plan contract baseline previous before original"), -3.0),
}
#: "1 December is when their CEO starts": the reason
REASON = bag("when because full")
