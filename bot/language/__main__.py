"""`python -m bot.language train | evaluate FILE | predict`: the reader of requests, at the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.language import corpus, scoring
from bot.language.corpus import Message
from bot.language.talk import Understood, read

REPORT = Path(__file__).parents[2] / "docs" / "reading.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.language", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("train", help="train on the messages in the repository, write the weights and docs/reading.md")
    commands.add_parser("predict", help="messages as JSON lines in, what is understood of them out")
    evaluated = commands.add_parser("evaluate", help="score the shipped reader on a file of labelled messages")
    evaluated.add_argument("file", type=Path)
    chosen = parser.parse_args()
    if chosen.command == "predict":
        for line in predictions(sys.stdin):
            print(line)
    elif chosen.command == "evaluate":
        print(evaluation(corpus.messages(chosen.file.read_text(encoding="utf-8").splitlines())))
    else:
        from bot.language import report, training

        REPORT.write_text(report.page(training.train()), encoding="utf-8")


def understand(message: Message) -> Understood:
    return read(message.text, sent_on=message.sent_on, author_role=message.role, day_first=None)


def predictions(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        if line.strip():
            message = corpus.message(json.loads(line))
            yield json.dumps(predicted(message, understand(message)), ensure_ascii=False)


def predicted(message: Message, understood: Understood) -> dict[str, object]:
    """What is predicted of one message; the kind and what follows from it only of requests."""
    asked = understood.is_request
    date, shift_days, shift_workdays = scoring.when(understood)
    return {
        "id": message.id,
        "is_request": asked,
        "confidence": round(understood.confidence, 4),
        "kind": understood.kind if asked else None,
        "proposed_date": date,
        "shift_days": shift_days,
        "shift_workdays": shift_workdays,
        "target": understood.target if asked else None,
    }


def evaluation(messages: list[Message]) -> str:
    """The figures of the shipped reader on labelled messages; flattering on those it was trained on."""
    found = scoring.score([(each, understand(each)) for each in messages])
    return "\n".join(
        (
            f"messages   {len(messages)}",
            f"precision  {found.precision}",
            f"recall     {found.recall}",
            f"kind       {found.kind}",
            f"date       {found.when}",
            f"target     {found.target}",
        )
    )


if __name__ == "__main__":
    main()
