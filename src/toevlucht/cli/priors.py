"""The Bayesian methods of `toevlucht estimate`: their options, and what each belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from toevlucht.cli.reporting import FiniteRange
from toevlucht.cli.usage import WrongCall

if TYPE_CHECKING:
    from toevlucht.statistics.systems_estimation.comparing import Believing

GRAPHS, THRESHOLDING, CLASSES = "decomposable-graphs", "thresholding", "latent-classes"
CHOOSING = ("best", "best-pairs", "stepwise")
BELIEFS = (GRAPHS, THRESHOLDING, CLASSES)

# Name in the method, methods that have it, what may be asked, and what it is.
SETTINGS: tuple[tuple[str, tuple[str, ...], click.ParamType[Any], str], ...] = (
    (
        "prior_cases",
        (GRAPHS,),
        FiniteRange(1e-6, 1000),
        "Cases that the prior puts in each cell; 2 to the power of minus the lists unless given.",
    ),
    (
        "most_hidden",
        (GRAPHS, CLASSES),
        FiniteRange(1, 1e12),
        "The greatest hidden number that is thought possible: for graphs 30 times those seen"
        " unless given, for classes none.",
    ),
    (
        "threshold",
        (THRESHOLDING,),
        FiniteRange(0, 100),
        "Pairs nearer to 0 than so many posterior deviations are dropped; 2 unless given.",
    ),
    (
        "prior_variance",
        (THRESHOLDING,),
        FiniteRange(1e-4, 1e4),
        "Of the prior of pairs of lists; 1 unless given.",
    ),
    (
        "classes",
        (CLASSES,),
        click.IntRange(1, 100),
        "The greatest number of classes; 10 unless given.",
    ),
    (
        "prior",
        (CLASSES,),
        FiniteRange(1e-3, 1000),
        "Shape and rate of the gamma prior of the concentration of classes; 0.25 unless given.",
    ),
    (
        "chains",
        (THRESHOLDING, CLASSES),
        click.IntRange(2, 32),
        "Chains from different starts; 4 unless given.",
    ),
    (
        "draws",
        (THRESHOLDING, CLASSES),
        click.IntRange(50, 100_000),
        "Draws that count, of each chain.",
    ),
    (
        "seconds",
        (CLASSES,),
        FiniteRange(0, 3600),
        "About how long chains that disagree may go on, in all, on one core; 30 unless given.",
    ),
)


def prior_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, _, kind, what in reversed(SETTINGS):
        option = click.option(_flag(name), name, type=kind, help=what)
        command = option(command)
    return command


def check_belonging(method: str, given: Mapping[str, object]) -> None:
    """An option that the method does not have is no detail to pass over: it would seem to count."""
    belonging = {name: methods for name, methods, _, _ in SETTINGS}
    for name, methods in (belonging | {"replicates": CHOOSING, "within": CHOOSING}).items():
        if given[name] is not None and method not in methods:
            raise WrongCall(
                "calling.other_method",
                option=_flag(name),
                methods=", ".join(f"--method {one}" for one in methods),
            )


def believing(method: str, given: Mapping[str, Any], seed: int) -> Believing:
    from toevlucht.statistics.systems_estimation.decomposable import GraphAveraging
    from toevlucht.statistics.systems_estimation.latent_classes import LatentClasses
    from toevlucht.statistics.systems_estimation.thresholding import Thresholding

    asked = {name: value for name, value in given.items() if value is not None}
    if method == GRAPHS:
        return GraphAveraging(**asked)
    if method == THRESHOLDING:
        return Thresholding(**asked, seed=seed)
    return LatentClasses(**asked, seed=seed)


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"
