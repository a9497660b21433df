"""The words of agency talk by what they are for: one class for a word, the first that lists it.

A model that sees classes beside words understands "could the pergola page slip to Friday" although it never met a
pergola page. The lists are general English and trade words, not the words of the labelled messages.
"""

from __future__ import annotations

from types import MappingProxyType

#: spellings of chat, and the word they stand for
_SPELLINGS = """
pls=please plz=please plss=please plsss=please pleaseee=please kindly=please pretty=pretty
u=you ya=you yer=your ur=your r=are n=and w=with w/=with wld=would cld=could shld=should cd=could
cant=can't couldnt=couldn't wont=won't dont=don't doesnt=doesn't didnt=didn't isnt=isn't wasnt=wasn't
wouldnt=wouldn't shouldnt=shouldn't aint=isn't havent=haven't hasnt=hasn't arent=aren't im=i'm ive=i've
thats=that's whats=what's wheres=where's whos=who's hows=how's theyre=they're weve=we've youre=you're
theres=there's lets=let's gonna=gonna wanna=wanna gotta=gotta gimme=give lemme=let
tmrw=tomorrow tmr=tomorrow tomo=tomorrow 2moro=tomorrow tmw=tomorrow tonite=tonight
thx=thanks ty=thanks ta=thanks tks=thanks cheers=thanks ok=okay k=okay kk=okay yep=yes yup=yes yeah=yes ya=yes
nope=no nah=no cos=because bc=because coz=because cuz=because tho=though thru=through til=until till=until
fyi=fyi btw=btw imo=imo tbh=tbh asap=asap eta=eta mins=minutes min=minutes hrs=hours hr=hours wks=weeks wk=week
prob=probably probs=probably def=definitely rn=now abt=about bt=but msg=message mtg=meeting mtgs=meetings
cust=customer mgmt=management res=resource resourcing=resourcing dev's=dev poss=possible fwd=forward
isnae=isn't wasnae=wasn't cannae=can't cannot=can't didnae=didn't dinnae=don't doesnae=doesn't wouldnae=wouldn't
couldnae=couldn't shouldnae=shouldn't havenae=haven't hasnae=hasn't gonnae=gonna mair=more fae=from ain't=isn't
y'all=you yall=you ye=you yous=you postpon=postpone reshedule=reschedule workingdays=days businessdays=days
recieve=receive definately=definitely seperate=separate cilent=client clinet=client deadine=deadline
dealine=deadline budjet=budget breif=brief extention=extension postpon=postpone shedule=schedule
"""

_CLASSES = """
DAY monday tuesday wednesday thursday friday saturday sunday mon tue tues weds thu thur thurs fri sat
DAY monday's tuesday's wednesday's thursday's friday's saturday's sunday's mondays fridays
DAY today tomorrow tonight yesterday eod cob cop eow eom nye midday noon lunchtime weekend
MONTH january february march april june july august september october november december
MONTH jan feb apr jun jul aug sept sep oct nov dec q1 q2 q3 q4 h1 h2 christmas xmas easter diwali eid thanksgiving
UNIT day days week weeks fortnight fortnights month months sprint sprints weekend
HOURS hours hour days' fte day/week
SOONER sooner earlier early prepone advance ahead faster quicker accelerate expedite
LATER later longer extension delay delayed back postpone postponed slip slips slide slides overrun
SHIFTV move push shift bring pull extend reschedule bump nudge defer hold stretch prolong replan re-plan rejig
SHIFTV re-date redate rearrange reset revise revisit adjust realign re-time retime drag
SHIFTD moved pushed shifted brought pulled extended rescheduled bumped deferred changed swapped replaced
SHIFTD dropped added removed approved agreed confirmed decided signed updated revised cut reduced increased cancelled
SHIFTD canceled postponed raised granted accepted reworked reworded rewrote resolved closed sorted settled locked
SHIFTD descoped parked finalised finalized booked shipped delivered sent launched
SHIFTG moving pushing shifting bringing pulling extending rescheduling changing swapping replacing dropping adding
SHIFTG removing cutting reducing increasing revising reworking rewording updating delaying slipping sliding
SHIFTG postponing deferring switching merging splitting widening narrowing tweaking amending losing
CHANGEV change amend alter edit reword rewrite tweak update rephrase loosen tighten soften rework rethink
CHANGEV reconsider switch flip pivot refocus reposition reframe reflect correct clarify redefine
CHANGEV broaden widen narrow
ADDV add include throw squeeze fit accommodate incorporate append tack bolt introduce extra additional another
DROPV drop remove cut scrap lose skip ditch kill bin axe descope de-scope omit exclude park shelve leave
DROPV dump trim merge fold combine
SWAPV swap replace trade exchange substitute rotate reassign re-assign reallocate restaff
GIVEV give get have lend borrow free spare second assign allocate staff backfill
MONEY budget budgets fee fees price prices pricing quote quoted estimate cost costs costing discount invoice invoiced
MONEY bill billed billable charge charges charged paid pay pays rate rates retainer markup margin spend funds funding
MONEY money grand overage overages contingency po surcharge credit refund payment commercials expensive cheaper
MONEY pounds dollars euros quid bucks k usd gbp eur inr aud cad lakh lakhs procurement cap ceiling absorb
MONEYV waive rebate overspend underspend write-off
SCOPE scope sow round rounds feature features version versions deliverable deliverables module modules
SCOPE language languages translation translate translations phase extras add-on addon mvp variant variants
SCOPE format formats cutdown cutdowns cut-down cut-downs resize resizes
BRIEF brief briefs audience tone tonality message messaging mandatories mandatory kpi kpis objective objectives
BRIEF tagline strapline spec specs wording copy-direction proposition persona personas cta claim claims demographic
BRIEF tg target-group headline endline disclaimer tov voice insight requirement requirements criteria metric reading
PEOPLE designer developer writer copywriter animator illustrator producer editor strategist planner developers
PEOPLE designers writers animators illustrators producers editors dev devs freelancer freelancers junior juniors
PEOPLE senior seniors midweight mid-weight intern retoucher photographer colourist colorist art-worker artworker
PEOPLE tester testers engineer engineers architect resource resources capacity bench pool staffing bandwidth
PEOPLE person pair hands someone somebody anyone anybody director stylist analyst specialist specialists
PEOPLE interpreter interpreters proofreader proofreaders exec execs manager managers crew moderator moderators
PEOPLE presenter presenters coder coders marketer marketers translator translators cameraman operator operators
PEOPLE consultant consultants scientist scientists engineer colleague colleagues speaker waiter waiters trainee
PEOPLE contractor contractors researcher stand-in cover covering full-time part-time team studio
STRATEGY strategy strategic positioning segment segments channel channels approach funnel platform priority
STRATEGY priorities prioritise prioritize deprioritise deprioritize territory angle mix targeting acquisition
STRATEGY retention awareness performance brand-led b2b b2c influencer influencers organic paid premium mass
STRATEGY rational emotional tiktok linkedin youtube facebook instagram meta search social ooh radio podcast podcasts
STRATEGY tv print email emails ctv display whatsapp challenger heritage direction narrative focus lead
STRATEGY roadmap sequencing market markets always-on burst bursts partnerships
TIMING deadline deadlines timeline timelines timing timings launch launches go-live golive release milestone milestones
TIMING handover handoff hand-off delivery sign-off signoff due schedule date dates live rollout roll-out dispatch
TIMING cutover cut-over kick-in plan submission freeze uat beta soft-launch
DELIV homepage page pages site website microsite wireframes wireframe wires video videos film films banner
DELIV banners deck decks storyboard storyboards animatic edit cut edits assets asset newsletter newsletters brochure
DELIV brochures leaflet leaflets poster posters logo logos packaging pack packs artwork artworks toolkit toolkits
DELIV guidelines guideline style-guide styleguide templates template script scripts photography shoot shoots
DELIV illustration illustrations icons icon render renders mockup mockups prototype prototypes app portal dashboard
DELIV report reports whitepaper ebook article articles blog blogs infographic infographics landing lander
DELIV hub configurator quiz calculator catalogue catalog billboard billboards signage stand booth exhibition
DELIV campaign campaigns teaser trailer reel reels stills stories carousel carousels posts post emailer emailers edm
DELIV edms mailer mailers audit concept concepts design designs content copy build prototype integration migration
DELIV checkout cms crm faq menu menus spot spots ad ads series episode episodes jingle soundtrack vo voiceover
DELIV subtitles captions lookbook manifesto workshop training survey research interviews questionnaire persona-cards
DELIV proofs proof labels label mural wrap kit kits guide guides handbook book annual presentation pitch proposal
DELIV section sections line chatbot widget locator plugin extension-pack game filter lens podcast-series
DELIV visuals visual keyvisual key-visual kv animation animations explainer testimonial testimonials case-study
MEETING meeting meetings call calls standup stand-up wip 1:1 catchup catch-up catch sync retro retrospective review
MEETING reviews invite invites calendar zoom teams-call meet lunch dinner drinks coffee breakfast party offsite
MEETING room rooms agenda minutes weekly kickoff kick-off debrief chat session hangout webinar townhall all-hands
MEETING crit huddle
PERSONAL holiday leave off sick dentist doctor doctors kids kid school childcare plumber boiler train flight
PERSONAL appointment birthday wfh ooo office desk dog cat puppy gym running marathon commute birthday cake ill
PERSONAL vacation annual-leave maternity paternity wedding home house baby mum dad wife husband nursery pto
PERSONAL weather rain snow traffic bike car parking landlord
PERSONAL ferry concert bus tram pony beach
ADMIN folder folders file files drive link links access password login invite licence license sub subscription
ADMIN channel-admin sharepoint dropbox figma jira asana notion trello slack spreadsheet sheet tab tracker
ADMIN upload download export rename archive laptop wifi vpn printer-queue permission permissions account-access
ADMIN excel csv pdf pdfs ticket tickets board boards template-file zip attachment attached
CODE branch merge commit deploy deployed deployment staging prod production pr prs repo env variable class
CODE function null css html js api json query database cache server bug bugs hotfix rebase endpoint cron pod
CODE docker pipeline localhost loop regex lint typescript react npm div z-index staging-site tests
PROD px pixels pixel colour color font fonts darker lighter bigger smaller left right align alignment kerning crop
PROD slide slides frame frames layer layers hex spacing padding margin-left shade typo spelling comma apostrophe
PROD footer header button hover crossfade audio volume db grade-note bleed dieline alt thumbnail caption
PROD image images photo photos screenshot widow orphan nits nit
PROD panel accent macron cross-fade virgule mm
SOCIAL lol haha hahaha lmao rofl joke jokes funny 😂 🤣 😅 💀 🙃 lovely legend legends congrats congratulations
SOCIAL happy amazing brilliant kudos bravo welcome cheers-all morning hello hi hey
VENDOR printer printers printhouse courier couriers caterer caterers caterering venue supplier suppliers vendor
VENDOR vendors hire rental install installer fabricator manufacturer dispatcher agency-side
CLIENT client clients client's customer customers their they them she he his her him procurement legal
CLIENT stakeholder stakeholders cmo ceo cfo marketing board they're they've they'd they'll she's he's she'd he'd
WE we us our we're we've we'd we'll
ME i me my i'm i've i'd i'll myself
YOU you your you're you've you'd you'll yours
MODAL can could may might should would will shall can't couldn't won't wouldn't shouldn't cannot
NEED need needs needed require requires required must needing
WANT want wants wanted like prefer prefers love keen rather hoping hope wish wishes insists insisting asked asking
WANT ask asks requested requesting request wondering wonders pushing-for insist demanding
PROPOSE suggest suggests suggesting propose proposes proposing proposal recommend recommending suggestion argue
PROPOSE let's
THINK think thinks reckon feel feels consider believe fancy
PLEASE please
ANY any
POSSIBLE possible possibly doable feasible workable chance way room wiggle wriggle leeway give flexibility
POSSIBLE scope-for hope appetite possibility objection objections viable realistic manageable
OKAY okay alright fine happy good agree agreed-with comfortable open blessing nod approval yes thoughts yay
RELAY run float square sound clear sell raise take put check speak talk tell ask-them pitch convince align
NEG not no never don't doesn't didn't isn't wasn't aren't won't-be without neither nor nothing nobody
KEEP keep keeps keeping stay stays staying stick sticks sticking stands remain remains unchanged same holds
DONE done already finished completed complete happened went gone been was were had did made got became
FYI fyi reminder update recap note heads-up noted status summary btw announcement minutes-of
WH when where which who what how why whose when's where's who's what's how's
IF if unless whether had-we imagine suppose hypothetically hypothetical someday eventually perhaps maybe
INSTEAD instead rather-than versus vs than not-but
THANKS thanks thank appreciated grateful
IGNORE ignore disregard scratch nevermind withdraw withdrawn forget retract scrap-that
BE is are be am being it's that's there's
DET the a an this that these those some all both each
PREP to by for on in at from with of about into until since before after between over under per
CONJ and or but so because as then though although while
"""


def _read_spellings() -> dict[str, str]:
    pairs = (each.split("=") for each in _SPELLINGS.split())
    return {said: meant for said, meant in pairs if said != meant}


def _read_classes() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _CLASSES.strip().splitlines():
        name, *words = line.split()
        for word in words:
            found.setdefault(word, name)
    return found


SPELLINGS = MappingProxyType(_read_spellings())
CLASSES = MappingProxyType(_read_classes())
#: words whose own identity matters beside their class: the grammar of asking
FUNCTION = frozenset(
    {"DET", "PREP", "CONJ", "BE", "MODAL", "WE", "ME", "YOU", "NEG", "WH", "IF", "ANY", "DONE", "WANT", "NEED"}
)
