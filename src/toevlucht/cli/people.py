"""`toevlucht people`: invite the first administrator, or whoever cannot be invited in the pages."""

from __future__ import annotations

import click

from toevlucht.cli.reporting import fail, language_option
from toevlucht.language import LANGUAGES, language
from toevlucht.records.viewer import ROLES
from toevlucht.site.preparing import prepare
from toevlucht.site.running import running
from toevlucht.site.serving import HOST, PORT


@click.group()
def people() -> None:
    """Invite people who work with the site."""


@people.command()
@click.option("--organisation", required=True, metavar="CODE", help="Of the data dictionary.")
@click.option("--role", "roles", type=click.Choice(ROLES), multiple=True, required=True)
@click.option("--email", required=True, help="Where the person is reached; it cannot change.")
@click.option("--name", required=True, help="What colleagues call the person.")
@click.option(
    "--reads", type=click.Choice(LANGUAGES), default="nl", show_default=True, help="Their language."
)
@language_option
def invite(
    organisation: str, roles: tuple[str, ...], email: str, name: str, reads: str, tag: str
) -> None:
    """Print a link with which somebody chooses a password: once, within 72 hours.

    Makes the organisation where it is not there yet. For somebody who has an account there it
    makes password and second step void and prints a new link; the roles stay as they are.
    """
    folder = prepare()
    from django import forms

    from toevlucht.partners.actions.invitations import invite_as_operator
    from toevlucht.partners.links import address_of, link_for
    from toevlucht.partners.rules import Refused
    from toevlucht.records.actions import unit_of_work

    spoken = language(tag)
    try:
        forms.EmailField(max_length=254).clean(email)
    except forms.ValidationError:
        fail([spoken.say("people.problem.address")])
    server = running(folder)
    site = server.address.rstrip("/") if server else f"http://{HOST}:{PORT}"
    try:
        with unit_of_work():
            person = invite_as_operator(organisation, email, name, reads, roles)
    except Refused as refused:
        fail([spoken.message(refused.message)])
    click.echo(spoken.say("people.demo.link"))
    click.echo(address_of(link_for(person, "invitation"), person, "/".join(site.split("/")[:3])))
