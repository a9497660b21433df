"""The policy as people read and write it: who is asked about what, and from where on."""

from collections.abc import Mapping

from bot.policy.change import Condition, Limits
from bot.policy.edits import LIMITS, OTHERWISE, Cell, cell_of, conditions_of
from bot.policy.table import Policy
from bot.services.policies import Kept, PolicyChange, PolicyPage
from bot.views import ids
from bot.views.blocks import (
    Block,
    Message,
    Raw,
    actions,
    button,
    clip,
    context,
    divider,
    escape,
    header,
    join,
    md,
    modal,
    option,
    question,
    section,
    select,
    text_input,
)
from bot.views.fields import VALUE
from bot.views.rules import cell_words, condition_words
from bot.views.words import DOMAINS, moment, role, who
from models.enums import Domain, Mode, Role

BOTH = (Role.AM, Role.PM)
#: What a change needs, as the matrix and the form say it.
MODES = {
    Mode.FREE: "done, nobody is asked",
    Mode.HEADS_UP: "done at once, the other is told",
    Mode.APPROVAL: "needs a yes from the other",
    Mode.JOINT: "both sign",
}
LABELS = {
    "budget_percent": "A change of the budget is large above (%)",
    "contingency_percent": "A share of the contingency is large above (%)",
}
LIMITS_SAID = "the thresholds"
WORKSPACE = "The whole workspace"


def policy_message(page: PolicyPage) -> Message:
    """`/countersign policy`: the matrix, to the asker only."""
    about = page.project.name if page.project else "the workspace"
    more = ids.pack(project=page.project.project_id if page.project else None)
    label = "Change the policy" if page.can_edit else "Open the policy"
    blocks = [header(_title(page)), *_matrix(page, editable=False), *_history(page)]
    blocks.append(actions(button(label, ids.OPEN_POLICY, more)))
    return Message(escape(f"Who is asked, in {about}: version {page.policy.version}"), blocks)


def policy_page(page: PolicyPage) -> Block:
    """The same as a page, for one project or for all; who may change it has a button for each row."""
    options = [(WORKSPACE, "0"), *((each.name, str(each.project_id)) for each in page.choices)]
    chosen = str(page.project.project_id) if page.project else "0"
    picker = select(ids.PICK_POLICY, options, chosen)
    blocks = [header(_title(page)), actions(picker), *_matrix(page, editable=page.can_edit), *_history(page)]
    if not page.can_edit:
        blocks.append(context(Raw("Ops leads and the workspace's admins change it.")))
    return modal(ids.PAGE, "Policy", blocks, submit=None, metadata=_meta(page))


def rule_form(page: PolicyPage, domain: Domain) -> Block:
    """One row of the matrix: what a change needs, for each role and condition."""
    blocks: list[Block] = [section(_about(page, DOMAINS[domain]))]
    for each in BOTH:
        cell = cell_of(page.policy, domain, each)
        for when in (*conditions_of(domain), None):
            key = str(when or OTHERWISE)
            label = clip(f"{_who(each)}{_when(when, page.policy.limits, alone=len(cell) == 1)}", 150)
            modes = [(words[0].upper() + words[1:], str(mode)) for mode, words in MODES.items()]
            blocks.append(question(f"{each}.{key}", label, select(VALUE, modes, cell[key])))
    blocks += [*_underneath(page, str(domain)), _why()]
    return modal(ids.RULE_FORM, "Change the policy", blocks, submit="Save", metadata=_meta(page, domain=domain))


def limits_form(page: PolicyPage) -> Block:
    """From where on a change is large."""
    blocks: list[Block] = [section(_about(page, LIMITS_SAID))]
    for key, label in LABELS.items():
        element = {"type": "number_input", "action_id": VALUE, "is_decimal_allowed": False,
                   "initial_value": str(getattr(page.policy.limits, key))}  # fmt: skip
        blocks.append(question(key, label, element))
    blocks += [*_underneath(page, LIMITS), _why()]
    return modal(ids.LIMITS_FORM, "Change the policy", blocks, submit="Save", metadata=_meta(page))


def policy_changed(change: PolicyChange) -> Message:
    """What is told of one version."""
    kept = change.kept
    where = f" in {kept.project}" if kept.project else ""
    lines = [md("{author} changed the policy{where} (version {version}): {what}. {reason}",
                author=who(change.names, kept.author_id), where=where, version=kept.version,
                what=_changed(kept.changed), reason=kept.reason)]  # fmt: skip
    lines += _limit_lines(change) if kept.changed == LIMITS else _rule_lines(change)
    lines.append(Raw("What was asked for before stays with who was asked."))
    return Message(lines[0], [section(join(lines, "\n"))])


def _title(page: PolicyPage) -> str:
    return f"{page.project.name if page.project else 'Workspace'}: policy, version {page.policy.version}"


def _matrix(page: PolicyPage, *, editable: bool) -> list[Block]:
    blocks = [_row(page, domain, editable=editable) for domain in DOMAINS]
    limits = page.policy.limits
    text = md("*Thresholds*{own}\nLarge is more than {budget} % of the budget, or more than {contingency} % of the "
              "contingency that is left.", own=_own(page, LIMITS), budget=limits.budget_percent,
              contingency=limits.contingency_percent)  # fmt: skip
    change = button("Change", ids.EDIT_LIMITS, about="Change the thresholds") if editable else None
    return [*blocks, section(text, change)]


def _row(page: PolicyPage, domain: Domain, *, editable: bool) -> Block:
    row = page.policy[domain]
    name = DOMAINS[domain].removeprefix("the ")
    answers = f"{role(row.steward)} answers for it" if row.steward else "both answer for it"
    lines = [md("*{name}*  ·  {answers}{own}", name=name[0].upper() + name[1:], answers=answers,
                own=_own(page, str(domain)))]  # fmt: skip
    lines += [
        md("{who}: {rule}", who=_who(each), rule=cell_words(row.clauses(each), page.policy.limits, MODES))
        for each in BOTH
    ]
    action = f"{ids.EDIT_RULE}:{domain}"
    change = button("Change", action, str(domain), about=f"Change {DOMAINS[domain]}") if editable else None
    return section(join(lines, "\n"), change)


def _own(page: PolicyPage, key: str) -> str:
    if key not in page.own:
        return ""
    return "  ·  this project's own" if page.project else "  ·  changed"


def _history(page: PolicyPage) -> list[Block]:
    if not page.history:
        return [context(Raw("This is the policy as it comes; nobody changed it."))]
    lines = [_version(page, each) for each in page.history]
    return [divider(), context(join(lines, "\n"))]


def _version(page: PolicyPage, kept: Kept) -> Raw:
    where = f", {kept.project}" if kept.project else ""
    return md("Version {version}{where}: {what}, {author}, {at}: {reason}", version=kept.version, where=where,
              what=_changed(kept.changed), author=who(page.names, kept.author_id), at=moment(kept.at),
              reason=clip(kept.reason, 200))  # fmt: skip


def _changed(given: str) -> str:
    return LIMITS_SAID if given == LIMITS else DOMAINS[Domain(given)]


def _about(page: PolicyPage, what: str) -> Raw:
    where = page.project.name if page.project else "all projects without a rule of their own"
    return md("*{what}* in {where}. What is asked for already stays as it is.", what=what[0].upper() + what[1:],
              where=where)  # fmt: skip


def _who(given: Role) -> str:
    words = role(given)
    return f"{words[0].upper()}{words[1:]}"


def _when(when: Condition | None, limits: Limits, *, alone: bool) -> str:
    if when is None:
        return "" if alone else ", otherwise"
    return f", if {condition_words(when, limits.of(when))}"


def _underneath(page: PolicyPage, key: str) -> list[Block]:
    """Where something was written over what is underneath: a way back to it."""
    if key not in page.own:
        return []
    words = "As in the whole workspace" if page.project else "As it was before anybody changed it"
    boxes = {"type": "checkboxes", "action_id": VALUE, "options": [option(words, "yes")]}
    return [question("underneath", "Or", boxes, optional=True)]


def _why() -> Block:
    return question("why", "Why", text_input(VALUE, 1000, multiline=True))


def _meta(page: PolicyPage, domain: Domain | None = None) -> str:
    project_id = page.project.project_id if page.project else None
    return ids.pack(project=project_id, base=page.newest, domain=domain)


def _rule_lines(change: PolicyChange) -> list[Raw]:
    domain = Domain(change.kept.changed)
    return [
        md("{who}: {old} → *{new}*", who=_who(each), old=_cell(change.before, domain, each),
           new=_cell(change.after, domain, each))
        for each in BOTH
        if change.before[domain].clauses(each) != change.after[domain].clauses(each)
    ]  # fmt: skip


def _cell(policy: Policy, domain: Domain, given: Role) -> str:
    return cell_words(policy[domain].clauses(given), policy.limits, MODES)


def _limit_lines(change: PolicyChange) -> list[Raw]:
    old, new = change.before.limits, change.after.limits
    return [
        md("{label}: {old} → *{new}*", label=label, old=getattr(old, key), new=getattr(new, key))
        for key, label in LABELS.items()
        if getattr(old, key) != getattr(new, key)
    ]


def cells_of(given: Mapping[str, object], domain: Domain) -> dict[Role, Cell]:
    """What was filled into `rule_form`."""
    keys = [str(each) for each in (*conditions_of(domain), OTHERWISE)]
    return {each: {key: str(given.get(f"{each}.{key}") or "") for key in keys} for each in BOTH}
