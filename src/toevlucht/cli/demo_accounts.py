"""Make the demo's accounts, and print how to log in with each."""

from __future__ import annotations

import click

from toevlucht.language import Language


def make_accounts(spoken: Language) -> None:
    """The passwords are random and stand nowhere else."""
    from toevlucht.partners.actions.demo_accounts import make_demo_accounts
    from toevlucht.partners.queries import names_of_active_organisations

    accounts = make_demo_accounts()
    names = dict(names_of_active_organisations(spoken.tag))
    rows = [
        (
            spoken.say(f"people.role.{account.role}"),
            names[account.organisation],
            account.email,
            account.password,
        )
        for account in accounts
    ]
    head = tuple(
        spoken.say(key)
        for key in (
            "people.demo.role",
            "people.list.organisation",
            "people.field.email",
            "accounts.field.password",
        )
    )
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    click.echo(spoken.say("people.demo.accounts"))
    for row in (head, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  " + "  ".join(cells).rstrip())
