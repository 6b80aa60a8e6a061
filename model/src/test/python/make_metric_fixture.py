"""Writes ../resources/metrics.json: what scikit-learn and SciPy give for small predictions.

    pip install scikit-learn scipy
    python make_metric_fixture.py
"""

import json
import warnings
from pathlib import Path

import numpy
from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import accuracy_score, f1_score, matthews_corrcoef

warnings.simplefilter("ignore")
random = numpy.random.default_rng(7)


def classes(name, expected, predicted):
    scores = {
        "accuracy": accuracy_score(expected, predicted),
        "f1": f1_score(expected, predicted, labels=[1], average="macro", zero_division=0),
        "matthews": matthews_corrcoef(expected, predicted),
    }
    return case(name, expected, predicted, scores)


def numbers(name, expected, predicted):
    scores = {
        "pearson": pearsonr(expected, predicted).statistic,
        "spearman": spearmanr(expected, predicted).statistic,
    }
    return case(name, expected, predicted, scores)


def case(name, expected, predicted, scores):
    # NaN, where a correlation is not defined, becomes null.
    scores = {key: None if numpy.isnan(value) else float(value) for key, value in scores.items()}
    return {
        "name": name,
        "expected": [float(x) for x in expected],
        "predicted": [float(x) for x in predicted],
        "scores": scores,
    }


truth = random.integers(0, 2, 60)
noisy = numpy.where(random.random(60) < 0.25, 1 - truth, truth)
three = random.integers(0, 3, 90)
noisy_three = numpy.where(random.random(90) < 0.3, (three + 1) % 3, three)
scores = numpy.round(random.random(50) * 5, 1)
guesses = scores + random.normal(0, 1, 50)

cases = [
    classes("two classes", truth, noisy),
    classes("three classes", three, noisy_three),
    classes("all right", truth, truth),
    classes("all wrong", truth, 1 - truth),
    classes("one class predicted", truth, numpy.zeros(60, int)),
    classes("one class expected", numpy.ones(60, int), noisy),
    classes("positive class missing", [0, 0, 0], [0, 0, 0]),
    classes("no positive predicted", [1, 0, 1, 1], [0, 0, 0, 0]),
    classes("three expected, two predicted", [0, 1, 2, 2, 1, 0], [0, 1, 1, 1, 1, 0]),
    numbers("numbers", scores, guesses),
    numbers("ties on both sides", scores, numpy.round(guesses)),
    numbers("against each other", scores, -guesses),
    numbers("constant predictions", scores, numpy.full(50, 2.5)),
    numbers("constant truth", numpy.full(50, 2.5), guesses),
    numbers("two values", [1, 2], [3, 5]),
]
out = Path(__file__).parent.parent / "resources" / "metrics.json"
out.write_text(json.dumps(cases, indent=1) + "\n")
