"""Ways of asking and of not asking: one word soon followed by another, in one sentence.

Each line of the table names a form, how many words on the second may stand, the first words and the second words.
Names in capitals are classes of the lexicon; `^` is the start of the sentence and `?` its end as a question; an
indented line goes on. A form with 0 needs its first words only. Finding them is one pass, with whole numbers as sets.
"""

from __future__ import annotations

from bot.language.talk.said import Sentence

#: what a project's requests are about
ABOUT: tuple[str, ...] = ("DAY", "MONTH", "UNIT", "SOONER", "LATER", "MONEY", "PERCENT", "SCOPE", "BRIEF", "PEOPLE")
ABOUT += ("STRATEGY", "TIMING", "DELIV", "HOURS", "SHIFTV", "CHANGEV", "ADDV", "DROPV", "SWAPV", "GIVEV", "INSTEAD")
ABOUT += ("SLASHED",)
#: what else people ask each other for
NOT_ABOUT = ("MEETING", "PERSONAL", "ADMIN", "CODE", "PROD", "SOCIAL", "VENDOR", "CLOCK", "SIZE", "THANKS")

_WINDOW = 4
_TABLE = """
asks inverted | 1 | can could may might shall should would will can't couldn't won't wouldn't shouldn't | we i you
  they it he she someone somebody anyone anybody this that there DET NAME DELIV TIMING CLIENT BRIEF MONEY STRATEGY
  PEOPLE DAY MONTH X SCOPE
asks start | 2 | ^ | can could may might shall should would will can't couldn't wouldn't shouldn't
asks you | 2 | can could would will | you someone somebody anyone atperson NAME
asks we | 2 | can could shall should may | we i
asks them | 2 | can could would might | they she he it CLIENT NAME
asks any | 3 | any | POSSIBLE chance way room hope movement give flex flexibility objection objections appetite joy
  option options thoughts slack leeway prospect
asks possible | 4 | is would be it was | POSSIBLE OKAY feasible option mad cheeky thinkable alright late
asks whether | 4 | if whether | can could might may should would possible doable feasible
asks what about | 2 | what how why | about if don't not shouldn't
asks opinion | 3 | what how do | think reckon feel say thoughts sounds
asks closing | 3 | OKAY POSSIBLE agree yes no THINK workable manage move with you from your go do work out it that
  this | ?
asks day closing | 2 | DAY MONTH UNIT SLASHED INSTEAD | ?
asks please | 3 | please | SHIFTV CHANGEV ADDV DROPV SWAPV GIVEV RELAY LATER SOONER X BRIEF get make send
asks please after | 4 | SHIFTV CHANGEV ADDV DROPV SWAPV GIVEV RELAY DAY UNIT BRIEF DELIV PEOPLE | please
asks command | 2 | ^ | SHIFTV CHANGEV ADDV DROPV SWAPV GIVEV RELAY PROPOSE
asks command later | 1 | , and please : so | SHIFTV CHANGEV ADDV DROPV SWAPV GIVEV RELAY
asks let us | 2 | let's let shall | SHIFTV CHANGEV ADDV DROPV SWAPV GIVEV SOONER LATER we go say do make us me
asks thing | 4 | can could would shall may | SHIFTV CHANGEV ADDV DROPV SWAPV GIVEV LATER SOONER SHIFTD be
asks relay | 4 | can could would will you please someone to do | RELAY ask get square raise warn persuade convince
asks permission | 2 | may ok okay alright fine happy | i me we if for with to
relays to | 4 | RELAY ask tell get raise | CLIENT NAME them her him it that approval yes nod
needs | 3 | i i'll i'd we we'll we'd we're they they'll they'd client CLIENT NAME he she team | need needs gonna
  require requires needing
needs start | 2 | ^ | need needs gonna gotta required wanted
needs to be | 2 | needs need has have having gotta ought gonna got | to till until it them changing updating adding
  moving
needs more | 3 | need needs want more another extra additional few | UNIT HOURS time MONEY PEOPLE hands
wants | 3 | i i'd we we'd they they'd they're client clients CLIENT NAME he she he'd she'd would we're i'm who |
  want wants like love prefer rather keen hoping hope insisting insists fancy
wants asking | 3 | they client clients CLIENT NAME he she they've they're we're i'm i've | asking asks asked
  wondering requested requesting request
wants start | 2 | ^ | requesting request asking wondering hoping wanted looking prefer want ask requested would
would rather | 2 | i'd we'd would they'd she'd he'd | rather prefer like love want need push argue go suggest
proposes | 3 | i i'd we we'd would NAME my shall | PROPOSE THINK argue vote push thinking
proposes start | 3 | ^ | PROPOSE
proposes thing | 2 | PROPOSE | we i that to it XING SHIFTG DET DELIV DAY
wont hold | 4 | won't not isn't can't cannot unrealistic never | make hit hold going happen happening realistic
  ready finished work land landing making
more time | 3 | more another extra additional longer further LATER SOONER | UNIT HOURS time
time more | 2 | UNIT HOURS | more extra longer LATER SOONER extension
instead of | 3 | INSTEAD not rather than | DAY NUM MONTH SLASHED UNIT 0th
to a day | 3 | to by until till for on from | DAY MONTH SLASHED 0th UNIT
from to | 4 | from was currently originally | DAY NUM MONTH SLASHED MONEY 0th
in or out | 2 | in out back off on | of from to scope phase NAME SCOPE
about time | 4 | SHIFTV LATER SOONER GIVEV | DAY UNIT MONTH SLASHED TIMING
about people | 3 | SWAPV GIVEV ADDV SHIFTV get have put need | PEOPLE NAME atperson
about change | 4 | CHANGEV ADDV DROPV SWAPV SHIFTV | BRIEF SCOPE DELIV STRATEGY MONEY
wh start | 2 | ^ | WH did does do has have is are was were am
wh person | 2 | who which whose when where | is are was has have did do does decides
yet | 0 | yet again ever
still ok | 3 | still | ok okay on for DAY good
update on | 2 | any | news update updates sign word answer
knows | 2 | anyone anybody you we somebody someone | know knows remember heard seen
did they | 2 | did has have do | they she he client CLIENT NAME we you anyone
past aux | 2 | was were been got had has have we've they've i've is it's | SHIFTD DONE XED
past subject | 2 | we they i NAME client CLIENT she he | SHIFTD DONE XED
past start | 2 | ^ | SHIFTD DONE XED FYI
past time | 0 | already yesterday earlier ago FYI
as agreed | 1 | as | agreed discussed planned per announced said usual we
just so | 2 | just | so confirm confirming flagging checking curious
now is | 2 | now NAME TIMING | is are has it's
last time | 1 | last this | week month friday monday tuesday wednesday thursday morning night year
in the plan | 3 | in | plan calendar folder minutes SOW scope writing place
keeps | 0 | KEEP unchanged
as is | 2 | as on no | is are track plan planned change changes
refuses | 4 | NEG | SHIFTV SHIFTG CHANGEV ADDV DROPV SHIFTD extension discount need asking going
refuses start | 2 | ^ | NEG
not wanted | 3 | not don't no doesn't nobody never | need want ask asking request anything
withdraws | 0 | IGNORE
told no | 4 | told tell said says answered answer explained replied wrote telling | no nope not never can't isn't yes
turned down | 3 | turned knocked talked held bite decided refused declined rejected withdrew dropped | down out line
  head against it by the
refused | 0 | refused declined rejected withdrew nope
not asking | 2 | not no never without isn't | asking objecting suggesting complaining proposing promising ask request
nobody has to | 4 | nobody nothing no please | needs do action lift touch touches duplicate start anybody again jokes
why was | 2 | why how | was were did come is do does
who of us | 4 | you me i we | or either ?
they may have | 3 | they she he NAME PEOPLE we tell | can take give has
if needed | 3 | if should | need needs wants want like likes happens
stands still | 3 | date brief scope budget price plan everything all rest it that we | KEEP is stands as
with them already | 3 | is with it | with upstairs client legal them already since
that is that | 2 | that's closed all case through settled done | that closed quiet fine good through
curious | 0 | curious hypothetically supposing ballpark theoretically
no need | 2 | no never not | need mind longer rush action worries stress ask request
after all | 1 | after for | all now
asked already | 2 | i've i we've we already have has | asked emailed flagged raised chased begged mentioned told
  requested put sent spoken mailed
waiting | 0 | waiting sleeping pending
maybe later | 3 | may might could possibly perhaps there | want come need have ask be change revise talk point
one day | 1 | one some at no not | day point yet action decided idea
supposes | 2 | if had would've could've we'd would could | had were have i ever ran only
offers | 2 | take you happy fine go works i if | can till until for with by ahead helps it have could like
grants | 2 | ^ | OKAY sure granted fine go done works approved deal agreed
thanks for | 3 | THANKS | for to all so you XING
greets | 2 | ^ | SOCIAL dear @ to hi hello
greets name | 2 | hi hello dear hey to @ SOCIAL | VENDOR NAME , team
signs off | 2 | THANKS regards rgds best kind danke gruss cheers | NAME (
vendor | 0 | VENDOR
quotes | 0 | quotedline quote fwd voicemail
says | 2 | CLIENT NAME them they said client from | : says said writes
codes | 0 | codeblock CODE
own plan | 2 | i'll i'm we'll i will we're | be off SHIFTV SHIFTG XING push join send add do move
someone away | 2 | i'm i am NAME | off out away back ill sick
client now | 2 | CLIENT NAME they | now decided found realised
to them | 2 | for to with | them client CLIENT her him NAME
we have | 2 | we i they | have has had got
settled so | 0 | chose chosen picked halfway declined coughed validates validated granted contracted incorporated
settled back | 3 | replied answered met they've we've i've | yes no halfway back them already out
as it was | 3 | as it | always contracted scoped everybody written incorporated was
only told | 3 | informed posting so just only visibility that | know visibility all cc you posted aware
reminds | 2 | remind refresh | me us
came back | 4 | ever did they get come hear got came heard | back whether word
a copy | 3 | copy send share forward drop | of over me deck PDF pdf
may happen | 3 | may might could there | slippage slip want happen look extend be
spare | 2 | have having got am free | bench free spare idle capacity
go ahead | 2 | please you can kindly | proceed launch start continue ahead
not wanting | 3 | not never isn't aren't doesn't nothing | considering something wants wanting thinking added asking
absent | 4 | i me my i'd if | off skipped skip slid took dentist ferry concert
this not that | 2 | not | NUM DAY 0th MONTH today SLASHED
asks decision | 4 | you i we they do | approve accept carry decide choose agree
needs answer | 3 | waits waiting await awaiting want wants needs needed need give concurrence consent |
  answer agency decision view concurrence consent yes before
yes or no | 2 | yes possible | no or not
asks please do | 2 | please | allow plan loan extend evaluate consider plan put make check see
asks instead | 4 | DAY UNIT 0th MONTH SLASHED instead later earlier | ? instead not
"""


def _read(table: str) -> tuple[tuple[str, ...], dict[str, tuple[int, ...]], dict[str, int], int]:
    """Names; for each word its forms as first word by distance (1 to the window); as second; those needing none."""
    names: list[str] = []
    firsts: dict[str, list[int]] = {}
    seconds: dict[str, int] = {}
    alone = 0
    for line in table.strip().replace("\n  ", " ").splitlines():
        name, reach, first, *second = (part.strip() for part in line.split("|"))
        bit = 1 << len(names)
        names.append(name)
        alone |= bit if not second else 0
        for word in first.split():
            masks = firsts.setdefault(word, [0] * _WINDOW)
            for distance in range(int(reach) if second else 1):
                masks[distance] |= bit
        for word in (second[0] if second else "").split():
            seconds[word] = seconds.get(word, 0) | bit
    return tuple(names), {word: tuple(masks) for word, masks in firsts.items()}, seconds, alone


_NAMES, _FIRSTS, _SECONDS, _ALONE = _read(_TABLE)
_NOTHING = (0,) * _WINDOW


def forms_in(sentence: Sentence) -> list[str]:
    """The names of the forms a sentence has, in the order of the table. One step for each word."""
    found = 0
    one, two, three, four = _FIRSTS["^"], _NOTHING, _NOTHING, _NOTHING
    pairs = zip([*sentence.words, sentence.end], [*sentence.classes, ""], strict=True)
    for word, kind in pairs:
        wanted = _SECONDS.get(word, 0) | _SECONDS.get(kind, 0)
        if wanted:
            found |= wanted & (one[0] | two[1] | three[2] | four[3])
        of_word, of_kind = _FIRSTS.get(word, _NOTHING), _FIRSTS.get(kind, _NOTHING)
        if of_kind is _NOTHING:
            now = of_word
        elif of_word is _NOTHING:
            now = of_kind
        else:
            now = tuple(map(int.__or__, of_word, of_kind))
        found |= now[0] & _ALONE
        one, two, three, four = now, one, two, three
    names = []
    while found:
        lowest = found & -found
        names.append(_NAMES[lowest.bit_length() - 1])
        found ^= lowest
    return names
