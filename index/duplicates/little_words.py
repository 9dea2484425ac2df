"""Words whose coming or going changes nothing, and words that turn or limit what a sentence says (en, es, fr)."""

from __future__ import annotations


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Articles and the like. No preposition that tells who did what to whom ("by", "for", "from") is among them.
LITTLE = _table(
    """
    a an the this that these those its their which and also as in into within on at to
    el la los las lo un una unos unas este esta estos estas su sus que y en
    le les l une des ce cet cette ces son sa ses leur leurs et dans
    """
)

# "t" is what is left of "isn't". Numbers and names are told by their shape, not by a list.
TURNING = _table(
    """
    not no never none neither nor without cannot t hardly rarely seldom scarcely barely only almost nearly
    partly partially mostly mainly little few fewer less least lack lacks lacked lacking absence absent
    fail fails failed failing failure unable insufficient insufficiently limited poor poorly
    some sometimes often always early earlier late later possibly perhaps probably potentially
    may might could would should must recommended planned expected supposed
    if unless until before after except but although though however despite because instead rather
    no ni nunca jamás sin ningún ninguna ninguno apenas sólo solo solamente casi poco poca pocos pocas menos
    falta faltó fracasó parcialmente insuficiente tarde temprano quizás tal podría debería debe
    si salvo excepto pero aunque embargo porque
    ne n pas non ni jamais sans aucun aucune guère seulement presque peu moins manque échec échoué
    partiellement insuffisant insuffisante tard tôt peut pourrait devrait doit
    sauf mais quoique cependant malgré parce
    """
)
