"""Hand-checked parses for the tests of this room: word tag pos lemma head relation."""

COUNTRIES = """
Osgiliath NNP PROPN Osgiliath 2 nsubj
signed VBD VERB sign 0 root
a DT DET a 4 det
pact NN NOUN pact 2 obj
with IN ADP with 6 case
Gondor NNP PROPN Gondor 4 nmod
. . PUNCT . 2 punct
The DT DET the 10 det
two CD NUM two 10 nummod
countries NNS NOUN country 12 nsubj
had VBD AUX have 12 aux
quarrelled VBN VERB quarrel 0 root
. . PUNCT . 12 punct
Osgiliath NNP PROPN Osgiliath 15 nsubj
said VBD VERB say 0 root
it PRP PRON it 18 nsubj
would MD AUX would 18 aux
open VB VERB open 15 ccomp
its PRP$ PRON its 20 nmod:poss
border NN NOUN border 18 obj
. . PUNCT . 15 punct
"""

SALE = """
Widget NN NOUN widget 2 compound
maker NN NOUN maker 5 compound
Acme NNP PROPN Acme 5 compound
Holdings NNP PROPN Holdings 5 compound
Inc NNP PROPN Inc 6 nsubj
sold VBD VERB sell 0 root
its PRP$ PRON its 8 nmod:poss
unit NN NOUN unit 6 obj
to IN ADP to 10 case
Zorblax NNP PROPN Zorblax 6 obl
of IN ADP of 12 case
Denmark NNP PROPN Denmark 10 nmod
. . PUNCT . 6 punct
The DT DET the 15 det
buyer NN NOUN buyer 16 nsubj
paid VBD VERB pay 0 root
cash NN NOUN cash 16 obj
. . PUNCT . 16 punct
Acme NNP PROPN Acme 20 nsubj
denied VBD VERB deny 0 root
the DT DET the 22 det
report NN NOUN report 20 obj
. . PUNCT . 20 punct
"""

SPEAKER = """
Maria NNP PROPN Maria 8 nsubj
Lund NNP PROPN Lund 1 flat
, , PUNCT , 1 punct
chairwoman NN NOUN chairwoman 1 appos
of IN ADP of 6 case
Zorblax NNP PROPN Zorblax 4 nmod
, , PUNCT , 1 punct
spoke VBD VERB speak 0 root
. . PUNCT . 8 punct
" `` PUNCT " 15 punct
We PRP PRON we 12 nsubj
agree VBP VERB agree 15 ccomp
, , PUNCT , 15 punct
" '' PUNCT " 15 punct
said VBD VERB say 0 root
she PRP PRON she 15 nsubj
. . PUNCT . 15 punct
"""

FORMER = """
Chrysler NNP PROPN Chrysler 4 nsubj
and CC CCONJ and 3 cc
Fiat NNP PROPN Fiat 1 conj
denied VBD VERB deny 0 root
they PRP PRON they 8 nsubj
were VBD AUX be 8 cop
in IN ADP in 8 case
talks NNS NOUN talk 4 ccomp
. . PUNCT . 4 punct
The DT DET the 11 det
latter JJ ADJ latter 12 nsubj
left VBD VERB leave 0 root
. . PUNCT . 12 punct
Their PRP$ PRON their 15 nmod:poss
alliance NN NOUN alliance 16 nsubj
ended VBD VERB end 0 root
. . PUNCT . 16 punct
"""

CATAPHOR = """
Although IN SCONJ although 3 mark
it PRP PRON it 3 nsubj
lost VBD VERB lose 8 advcl
money NN NOUN money 3 obj
, , PUNCT , 3 punct
Nordwind NNP PROPN Nordwind 7 compound
Airlines NNPS PROPN Airlines 8 nsubj
ordered VBD VERB order 0 root
jets NNS NOUN jet 8 obj
from IN ADP from 11 case
Embraer NNP PROPN Embraer 8 obl
, , PUNCT , 14 punct
which WDT PRON which 14 nsubj
builds VBZ VERB build 11 acl:relcl
them PRP PRON they 14 obj
. . PUNCT . 8 punct
The DT DET the 18 det
carrier NN NOUN carrier 19 nsubj
waited VBD VERB wait 0 root
. . PUNCT . 19 punct
"""

CAPITALS = """
The DT DET the 3 det
Russian JJ ADJ russian 3 amod
government NN NOUN government 4 nsubj
sent VBD VERB send 0 root
grain NN NOUN grain 4 obj
to IN ADP to 7 case
Syria NNP PROPN Syria 4 obl
. . PUNCT . 4 punct
Moscow NNP PROPN Moscow 10 nsubj
denied VBD VERB deny 0 root
the DT DET the 12 det
charge NN NOUN charge 10 obj
. . PUNCT . 10 punct
Officials NNS NOUN official 15 nsubj
met VBD VERB meet 0 root
in IN ADP in 17 case
Tehran NNP PROPN Tehran 15 obl
. . PUNCT . 15 punct
The DT DET the 20 det
Kremlin NNP PROPN Kremlin 21 nsubj
objected VBD VERB object 0 root
. . PUNCT . 21 punct
"""

GOVERNMENTS = """
The DT DET the 5 det
British JJ ADJ british 5 amod
and CC CCONJ and 4 cc
French JJ ADJ french 2 conj
governments NNS NOUN government 6 nsubj
signed VBD VERB sign 0 root
with IN ADP with 10 case
President NNP PROPN President 10 compound
Maria NNP PROPN Maria 10 compound
Lund NNP PROPN Lund 6 obl
and CC CCONJ and 15 cc
three CD NUM three 15 nummod
little JJ ADJ little 14 amod
known JJ ADJ known 15 amod
distributors NNS NOUN distributor 10 conj
. . PUNCT . 6 punct
"""

ACRONYM = """
The DT DET the 4 det
Northern NNP PROPN Northern 4 compound
Widget NNP PROPN Widget 4 compound
Trust NNP PROPN Trust 8 nsubj
( -LRB- PUNCT ( 6 punct
NWT NNP PROPN NWT 4 appos
) -RRB- PUNCT ) 6 punct
shipped VBD VERB ship 0 root
grain NN NOUN grain 8 obj
. . PUNCT . 8 punct
An DT DET a 13 det
NWT NNP PROPN NWT 13 compound
spokesman NN NOUN spokesman 14 nsubj
denied VBD VERB deny 0 root
it PRP PRON it 14 obj
. . PUNCT . 14 punct
NWT NNP PROPN NWT 18 nsubj
left VBD VERB leave 0 root
. . PUNCT . 18 punct
"""
