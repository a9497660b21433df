"""Ways of asking and of not asking, as patterns over the words and classes of one sentence."""

from __future__ import annotations

import re

from bot.language.talk.said import Sentence

#: what a project's requests are about
ABOUT: tuple[str, ...] = (
    "DAY",
    "MONTH",
    "UNIT",
    "SOONER",
    "LATER",
    "MONEY",
    "PERCENT",
    "SCOPE",
    "BRIEF",
    "PEOPLE",
    "STRATEGY",
)
ABOUT += ("TIMING", "DELIV", "HOURS", "SHIFTV", "CHANGEV", "ADDV", "DROPV", "SWAPV", "GIVEV", "INSTEAD", "SLASHED")
#: what else people ask each other for
NOT_ABOUT = ("MEETING", "PERSONAL", "ADMIN", "CODE", "PROD", "SOCIAL", "VENDOR", "CLOCK", "SIZE", "THANKS")

_SUBJECT = (
    "(?:we|i|you|they|it|he|she|someone|somebody|anyone|anybody|this|that|the|our|their|my|your|a|any|there|these)"
)
_CHANGE = "(?:SHIFTV|CHANGEV|ADDV|DROPV|SWAPV|GIVEV|RELAY|LATER|SOONER)"
_FORMS = {
    "asks can-we": r"(?:^|[,:\"(] |so |but |and |then |if |whether |atperson |NAME |SOCIAL |X )(?:can|could|may|"
    rf"might|shall|should|would|will|can't|couldn't) (?:{_SUBJECT}|NAME|DELIV|TIMING|CLIENT|X|BRIEF|"
    r"MONEY|STRATEGY|PEOPLE|DAY|MONTH)\b",
    "asks any-chance": r"\bany (?:\S+ )?(?:POSSIBLE|chance|way|room|hope|movement|give|wiggle|flex\w*|objections?|"
    r"appetite|joy|option|thoughts)\b",
    "asks is-it-possible": r"\b(?:is|would|be|was) (?:it|there|that|this) (?:\S+ ){0,3}(?:POSSIBLE|OKAY|WANT|mad|"
    r"cheeky|too|option|any)\b",
    "asks whether": r"\b(?:if|whether) (?:we|they|you|it|the|i|our|NAME|DELIV|TIMING|that|there) (?:\S+ ){0,3}(?:can|"
    r"could|might|may|should|would|is)\b",
    "asks what-about": r"\b(?:what|how) (?:about|if)\b|\bwhy (?:don't|not)\b|\bhow do (?:we|you|u) feel\b|\bwhat (?:do|"
    r"would) (?:we|you) (?:think|reckon|say)\b|\bwhat would\b",
    "asks end": r"(?:OKAY|POSSIBLE|agree|THINK|yes|no|go|workable|cool|manage|move|do|doable|work|right|"
    r"happy) (?:\S+ ){0,3}\?$",
    "asks please": r"PLEASE (?:\S+ ){0,2}(?:SHIFTV|CHANGEV|ADDV|DROPV|SWAPV|GIVEV|RELAY|LATER|SOONER|X|DELIV|BRIEF)|"
    r"(?:SHIFTV|CHANGEV|ADDV|DROPV|SWAPV|GIVEV|RELAY)\b.*PLEASE",
    "asks imperative": rf"^(?:(?:atperson|SOCIAL|so|and|ok|NAME|X|CONJ|PLEASE|,|:|let's) )*{_CHANGE} (?:DET|the|a|NAME|"
    r"DELIV|TIMING|BRIEF|NUM|one|MONEY|up|back|X|STRATEGY|SCOPE|PEOPLE|PREP|our|their)",
    "needs": r"\b(?:i|i'll|i'd|we|we'll|we'd|we're|they|they'll|they'd|client|CLIENT|NAME|he|she|team|"
    r"gonna) (?:\S+ ){0,3}(?:need|needs|gonna|require|requires)\b",
    "needs start": r"^(?:\S+ )?(?:need|needs|gonna need|gotta|required|wanted)\b",
    "needs to be": r"\b(?:needs|need|has|have|having|gotta|ought|gonna|got) (?:to|till|until|it|them|changing|"
    r"updating|adding|moving|removing|NUM)\b",
    "wants": r"\b(?:i|i'd|we|we'd|they|they'd|they're|client|clients|CLIENT|NAME|he|she|he'd|she'd|would|"
    r"we're|i'm|X|who) (?:\S+ ){0,2}(?:want|wants|like|love|prefer|rather|keen|hoping|hope|insisting|"
    r"insists|asking|asks|asked|wondering|wish|requested|requesting)\b",
    "wants start": r"^(?:\S+ )?(?:requesting|request|asking|wondering|hoping|wanted|would|looking|prefer|want|ask|"
    r"requested|client asks)\b",
    "proposes": r"\b(?:i|i'd|we|we'd|would|let's|NAME|PROPOSE|shall) (?:\S+ ){0,1}(?:PROPOSE|THINK|argue|vote|"
    r"suggest|propose|recommend|push)\b|^(?:\S+ ){0,2}PROPOSE\b|\bPROPOSE (?:we|i|that|to|it|PREP|"
    r"dropping|DET|XING|SHIFTG)",
    "relays": r"\b(?:can|could|would|will|you|u|please|someone|somebody|to) (?:\S+ ){0,2}(?:RELAY|ask|get|find|"
    r"float|square|check|put|take|tell|raise|sell|speak|talk|sound|go) (?:\S+ ){0,4}(?:CLIENT|NAME|"
    r"it|that|this|them|her|him|PREP|yes|OKAY)\b",
    "relayed": r"\b(?:client|CLIENT|NAME|they|they've|they're|he|she|legal|procurement|his|her|"
    r"X) (?:\S+ ){0,3}(?:asked|asking|asks|wants|want|said|says|came|requested|requests|need|needs|"
    r"decided|like|writes|insisting|now)\b",
    "would need": r"\b(?:we'd|would|they'd|i'd|that'd|it'd) (?:\S+ )?(?:need|have|like|be|want|love|go|help|mean|"
    r"prefer|rather)\b",
    "wont hold": r"\b(?:won't|not|isn't|can't|cannot|unrealistic|never) (?:\S+ ){0,3}(?:make|hit|hold|going|"
    r"happen|happening|realistic|ready|finished|work|land|landing|making)\b",
    "wh": r"^(?:(?:SOCIAL|atperson|and|so|also|quick|q|NAME|,|CONJ|X) ){0,3}(?:when|when's|where|where's|"
    r"which|who|who's|what|what's|how|how's|why|did|does|do|has|have|is|are|was|were|am|anyone|"
    r"any update)\b",
    "wh yet": r"\b(?:yet|still|again|ever|so far|come back|hear back|any news|update on|updates)\b.*\?$",
    "past": r"\b(?:was|were|been|got|had|has|have|we've|they've|i've|we|they|i|NAME|client|CLIENT|is|it's|he|"
    r"she|now) (?:\S+ ){0,2}(?:SHIFTD|DONE)\b",
    "past already": r"\b(?:already|as agreed|as discussed|as planned|as per|per call|yesterday|last week|"
    r"this morning|in the end|earlier|signed|done|approved|confirmed|fyi|for the record|"
    r"just to confirm|recap|reminder)\b",
    "past start": r"^(?:\S+ )?(?:SHIFTD|DONE|XED|FYI)\b",
    "keeps": r"\b(?:KEEP|as is|no change|nothing changes|unchanged|stands|on track|on plan|as planned|carry on)\b",
    "refuses": r"\b(?:no|not|don't|won't|never|can't|isn't|nobody|nobody's|no way|we're not|they won't|"
    r"can not) (?:\S+ ){0,3}(?:SHIFTV|SHIFTG|CHANGEV|ADDV|ADDING|changing|extending|moving|extend|"
    r"discount\w*|reopening|need|asking|longer|going)\b",
    "withdraws": r"\b(?:IGNORE|never mind|no need|no longer|scrap that|as you were|not asking|not an ask|"
    r"don't need|no action|false alarm|no rush|forget)\b",
    "asked already": r"\b(?:i've|i|we've|we|already|have) (?:\S+ ){0,1}(?:asked|emailed|flagged|raised|chased|begged|"
    r"mentioned|told|requested|put|sent|spoken)\b",
    "later maybe": r"\b(?:may|might|could|possibly|perhaps) (?:\S+ ){0,2}(?:at some point|down the road|later|"
    r"revise|want|come|need|have|ask|be)\b|\b(?:at some point|one day|someday|no action|nothing yet|"
    r"not yet|nothing concrete|keep posted|not decided|for next time)\b",
    "supposes": r"\b(?:if (?:i|we|they|it|you) (?:had|were|ever|ran)|had (?:we|they|i)|would've|would have|"
    r"could have|we'd have|should have|imagine|in hindsight)\b",
    "offers": r"\b(?:take till|take until|you can have|happy to|happy for|happy with|fine by|fine with|"
    r"go ahead|go with|works for|i can|if that helps|if it helps|up to you|yes to|no worries|ok by|"
    r"love the|approved|will do|can have)\b",
    "thanks": r"\bTHANKS (?:\S+ ){0,3}(?:PREP|for|so|to|all)\b",
    "greets": r"^(?:SOCIAL|hi|hey|dear|hello|to|@) (?:\S+ ){0,4}(?:VENDOR|NAME NAME|NAME team|team|,)",
    "vendor": r"\bVENDOR\b",
    "quotes": r"\bquotedline\b|\b(?:from|fwd|says|writes|quote|said|client|NAME|them|asked|"
    r"voicemail) (?:\S+ ){0,3}:|\"",
    "codes": r"\bcodeblock\b|\bCODE\b",
    "own plan": r"\b(?:i'll|i'm|i'm going|we'll|i'm gonna|i will|we will|will be) (?:\S+ ){0,2}(?:be|off|SHIFTV|"
    r"SHIFTG|XING|push|join|send|add|do)\b",
    "arrow": r"(?:PREP|NUM|DAY|to|0th|0) (?:to|rather|instead|not|versus|INSTEAD|becomes|"
    r"was) (?:\S+ ){0,2}(?:DAY|NUM|MONTH)|\b(?:instead of|rather than|not) (?:\S+ ){0,2}(?:DAY|NUM|"
    r"MONTH|SLASHED)",
    "more time": r"\b(?:more|another|extra|additional|few more|couple more|longer|further) (?:\S+ ){0,2}(?:UNIT|"
    r"HOURS|time|days?|weeks?|NUM)|\b(?:UNIT|HOURS) (?:more|extra|longer|LATER|SOONER|extension)",
    "in or out": r"\b(?:in|out|back|off|on) (?:of|from|to|on) (?:DET|scope|the|phase|NAME|BRIEF|SCOPE|PREP)",
    "by day": r"\b(?:by|for|on|till|until|before|to) (?:DET |the |next |this |end |NUM ){0,3}(?:DAY|MONTH|"
    r"SLASHED|UNIT)\b",
}
_PATTERNS = tuple((name, re.compile(pattern).search) for name, pattern in _FORMS.items())
_WORDY = frozenset(
    [
        "DET",
        "PREP",
        "CONJ",
        "BE",
        "MODAL",
        "WE",
        "ME",
        "YOU",
        "NEG",
        "WH",
        "IF",
        "ANY",
        "DONE",
        "WANT",
        "NEED",
        "KEEP",
        "CLIENT",
        "UNIT",
        "IGNORE",
    ]
)
_LONGEST = 60


def forms_in(sentence: Sentence) -> set[str]:
    """The names of the forms a sentence has. Overlong sentences are read to their sixtieth word."""
    pairs = zip(sentence.words[:_LONGEST], sentence.classes[:_LONGEST], strict=True)
    words = " ".join(sentence.words[:_LONGEST]) + (" ?" if sentence.end == "?" else "")
    mixed = " ".join(word if kind in _WORDY else kind for word, kind in pairs) + (" ?" if sentence.end == "?" else "")
    return {name for name, found in _PATTERNS if found(mixed) or found(words)}
