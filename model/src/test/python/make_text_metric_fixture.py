"""Writes ../resources/text-metrics.json: what sacrebleu and rouge-score give for small texts.

    pip install sacrebleu rouge-score
    python make_text_metric_fixture.py
"""

import json
import random
from pathlib import Path

from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import BLEU

bleu = BLEU(tokenize="13a", smooth_method="exp", effective_order=True)
rouge = RougeScorer(["rougeL"], use_stemmer=False)

texts = [
    ("", ["It rains."]),
    ("It rains.", [""]),
    ("", [""]),
    (" \t\n", ["a"]),
    ("!?.,", ["It rains."]),
    ("It rains.", ["It rains."]),
    ("It rains", ["It rains."]),
    ("rains", ["It rains."]),
    ("rains It", ["It rains"]),
    ("a b c", ["a b c d e f g"]),
    ("a b c d e f g", ["a b c"]),
    ("the the the the the the the", ["the cat is on the mat", "there is a cat on the mat"]),
    ("the cat sat on the mat", ["the cat is on the mat", "a cat sat on a mat", "on the mat sat the cat"]),
    ("a b c d", ["a b c", "a b c d e"]),
    ("a b c d", ["a b c d e", "a b c"]),
    ("x y z", ["a b c", "d e f"]),
    ("a x b x c x d", ["a y b y c y d"]),
    ("one two three four five", ["five four three two one"]),
    ("It cost $1,234.56, not 1.234,56.", ["It cost $1,234.56 - not 1.234,56!"]),
    ("In 1990-2000 some 3.5% (or 7/200) fell by -4.", ["From 1990 - 2000 about 3.5 % fell by -4."]),
    ("2-3 2 - 3 a-b a -b", ["2 -3 2- 3 a - b a- b"]),
    ("1932-07-27", ["July 27, 1932", "1932-07-27."]),
    ("A.B.C. e.g., i.e. ... ,, .,", ["A.B.C., e.g. i.e. … .. ,."]),
    ("Tom &amp; Jerry &quot;say&quot; &lt;b&gt;", ["Tom & Jerry \"say\" <b>"]),
    ("&amp;lt; stays", ["&lt; stays", "< stays"]),
    ("a <skipped> b", ["a b"]),
    ("hyphen-\nated line\nbreaks", ["hyphenated line breaks"]),
    ("don't can't won't", ["do n't can't wo n't"]),
    ("[a] {b} (c) <d> ^e_ `f` ~g|h\\i", ["[a] {b} (c) <d> ^e_ `f` ~g|h\\i."]),
    ("C# @user #tag 50% $5 a*b=c+d", ["C# @user #tag 50 % $ 5 a * b = c + d"]),
    ("THE Cat", ["the cat"]),
    ("Die Straße ist naß, sagte Müller.", ["Die Strasse ist nass, sagte Müller.", "„Die Straße ist naß“, sagte Müller."]),
    ("Österreich übt äußerste Zurückhaltung.", ["Österreich übt äusserste Zurückhaltung !"]),
    ("Der 3. Oktober 1990 war ein Mittwoch.", ["Am 3. Oktober 1990 war Mittwoch."]),
    ("Donaudampfschifffahrt", ["Donau dampf schiff fahrt"]),
    ("今天天气很好。", ["今天天气很好。", "今天 天气 很 好 。"]),
    ("今天 天气 很 好 。", ["今天 天气 不 好 。"]),
    ("東京は日本の首都です。", ["日本の首都は東京です。"]),
    ("全角　空白\u00a0と\u2003空白", ["全角 空白 と 空白"]),
    ("서울은 한국의 수도이다 .", ["서울은 한국의 수도 이다 ."]),
    ("Привет, мир!", ["Привет , мир !", "Здравствуй, мир!"]),
    ("emoji 😀😀, ok😀.", ["emoji 😀 😀 , ok 😀 ."]),
    ("naïve café İstanbul K", ["naive cafe istanbul k", "naïve café istanbul K"]),
    ("line\u2028sep\x1cfile\x85next\ufeffbom", ["line sep file next bom"]),
    ("Maple Ridge Township is in the United States.", [
        "Maple Ridge Township, Alpena County, Michigan is in the United States.",
        "Alpena County Regional Airport is located in the United States in the Maple Ridge Township.",
        "The airport is in Maple Ridge Township, United States."]),
    (" positive", [" positive"]),
    (" positive", [" negative"]),
    ("trailing space \u3000", ["trailing space"]),
    ("a" * 300 + " b", ["a" * 300 + " c"]),
]
words = "the a of in man dog city 1932 ist der und , . ( ) 3.5 - & größe".split()
lot = random.Random(7)
for _ in range(24):
    sentence = [lot.choice(words) for _ in range(lot.randint(1, 25))]
    references = []
    for _ in range(lot.randint(1, 3)):
        changed = [lot.choice(words) if lot.random() < 0.3 else word for word in sentence]
        del changed[lot.randint(0, len(changed)) :: lot.randint(2, 9)]
        references.append(" ".join(changed))
    texts.append((" ".join(sentence), references))

cases = [
    {
        "text": text,
        "references": references,
        "bleu": bleu.sentence_score(text, references).score / 100,
        "rouge_l": float(rouge.score_multi(references, text)["rougeL"].fmeasure),
    }
    for text, references in texts
]
out = Path(__file__).parent.parent / "resources" / "text-metrics.json"
out.write_text(json.dumps(cases, indent=1) + "\n")
