"""What no method can use is refused in words; what is the same number in another form is not."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from toevlucht.statistics import absence, nowcasting
from toevlucht.statistics.aberration import (
    Settings,
    cusum,
    ears,
    farrington,
    likelihood_ratio,
    seasonal_mean,
    stories,
)
from toevlucht.statistics.apportionment import fair_shares
from toevlucht.statistics.systems_estimation.bootstrapping import bca_interval
from toevlucht.statistics.systems_estimation.choosing import BestOfAll, Stepwise
from toevlucht.statistics.systems_estimation.covariates import (
    CovariateTable,
    choose_covariates,
    fit_covariates,
)
from toevlucht.statistics.systems_estimation.latent_classes import LatentClasses
from toevlucht.statistics.systems_estimation.models import fit_model
from toevlucht.statistics.systems_estimation.reliability import assess, coverage
from toevlucht.statistics.systems_estimation.tables import CaptureHistories

NAN = math.nan
COUNTS = np.array([0, 50, 40, 9, 45, 8, 5, 2])
TABLE = CaptureHistories(tuple("ABC"), COUNTS)
SERIES = np.random.default_rng(1).poisson(3, 400)
WATCH = absence.Watch(10, 4, absence.Sensitivity(2, 5))
DELAYS = nowcasting.delay_table([0, 0, 1, 2, 3], [0, 1, 1, 1, 0], 4, 2)


def of_both(counts: object, **degrees: int) -> CovariateTable:
    return CovariateTable(tuple("AB"), ("sex",), (("f", "m"),), np.array(counts, float), degrees)


BOTH = [[0, 20, 30, 9], [0, 10, 12, 5]]

WRONG: dict[str, Callable[[], object]] = {
    "allowance": lambda: cusum([1, 2], 1.0, allowance=NAN),
    "limit": lambda: cusum([1, 2], 1.0, limit=NAN),
    "expected": lambda: likelihood_ratio([1, 2], [1.0, 2.0, 3.0]),
    "longest rise": lambda: likelihood_ratio([1, 2], 1.0, longest=1.5),  # type: ignore[arg-type]
    "baseline": lambda: ears(SERIES, baseline=NAN),  # type: ignore[arg-type]
    "period": lambda: seasonal_mean(SERIES, 100, period=-52),
    "weeks": lambda: farrington(SERIES, weeks=[300.5]),  # type: ignore[list-item]
    "workers": lambda: farrington(SERIES, weeks=[-1], workers=0),
    "down_weight_above": lambda: Settings(down_weight_above=NAN),
    "trend_p": lambda: Settings(trend_p=NAN),
    "least_weeks": lambda: Settings(least_weeks=1.5),  # type: ignore[arg-type]
    "excess": lambda: stories([True, True], [NAN, 1.0], [-1, 0]),
    "delays": lambda: nowcasting.delay_table([0, 1], [0, 0.5], 3, 2),
    "window": lambda: nowcasting.lawless(DELAYS, window=NAN),  # type: ignore[arg-type]
    "weight of the prior": lambda: nowcasting.bayesian(DELAYS, prior_weight=math.inf),
    "places in all": lambda: absence.unseen(99.5, [WATCH]),  # type: ignore[arg-type]
    "affected": lambda: absence.system_sensitivity(99, [WATCH], 0.5),  # type: ignore[arg-type]
    "divided": lambda: fair_shares(5, {"a": 1.5}),  # type: ignore[dict-item]
    "list 'Z'": lambda: TABLE.without("Z"),
    "twice": lambda: TABLE.merged("A", "A"),
    "each of A, B, C": lambda: TABLE.in_order("AB"),
    "every cell": lambda: CaptureHistories(tuple("ABC"), COUNTS, np.array([1, 2])),
    "most fits": lambda: BestOfAll(most_fits=NAN),  # type: ignore[arg-type]
    "distance": lambda: BestOfAll().near(TABLE, NAN),
    "seed": lambda: bca_interval(TABLE, Stepwise(), seed=1.5),  # type: ignore[arg-type]
    "thinning": lambda: LatentClasses(thinning=NAN),  # type: ignore[arg-type]
    "simulations": lambda: coverage(fit_model(TABLE), Stepwise(), -1, 30, 1),
    "seconds": lambda: assess(TABLE, Stepwise(), bayesian_seconds=NAN),
    "shape": lambda: of_both([*BOTH, BOTH[0]]),
    "missing": lambda: of_both([BOTH[0], [0, 10, 12, NAN]]),
    "cell 0": lambda: of_both([BOTH[0], [3, 10, 12, 5]]),
    "no covariate": lambda: of_both(BOTH, year=1),
    "degree of sex": lambda: of_both(BOTH, sex=2),
    "penalty": lambda: choose_covariates(of_both(BOTH), NAN),
}


@pytest.mark.parametrize("told", WRONG)
def test_the_message_names_what_is_wrong(told: str) -> None:
    with pytest.raises((ValueError, TypeError), match=told):
        WRONG[told]()


def test_the_same_counts_give_the_same_numbers_in_every_form_and_stay_as_they_are() -> None:
    tables = np.tile(COUNTS, (30, 1)) + np.arange(30)[:, None] * (np.arange(8) > 0)
    series = np.stack([SERIES, SERIES[::-1]])

    def numbers(cells: object, drawn: object, weekly: object, covariates: object) -> list[float]:
        table = CaptureHistories(tuple("ABC"), cells)  # type: ignore[arg-type]
        fits = [BestOfAll().fit(table).estimate]
        fits += bca_interval(table, Stepwise(), tables=drawn).replicates.tolist()  # type: ignore[arg-type]
        fits += farrington(weekly, weeks=[-1]).bound.ravel().tolist()  # type: ignore[arg-type]
        fits += cusum(weekly, 3).statistic[:, -1].tolist()  # type: ignore[arg-type]
        fits += likelihood_ratio(weekly, 3).statistic[:, -1].tolist()  # type: ignore[arg-type]
        pair = CovariateTable(tuple("AB"), ("sex",), (("f", "m"),), covariates)  # type: ignore[arg-type]
        return [*fits, fit_covariates(pair).estimate]

    given = (COUNTS, tables, series, np.array(BOTH))
    wanted = numbers(*given)
    for form in (
        lambda a: a.astype(np.int32),
        lambda a: a.astype(np.float32),
        lambda a: np.asfortranarray(a.astype(float)),
        lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
        lambda a: a.tolist(),
    ):
        formed = [form(a) for a in given]
        for one in formed:
            if isinstance(one, np.ndarray):
                one.flags.writeable = False
        assert numbers(*formed) == wanted
    np.testing.assert_array_equal(SERIES, np.random.default_rng(1).poisson(3, 400))
