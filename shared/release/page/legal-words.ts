/** Lines about the page itself: who owns it, what may be done with it, whose opinion it is not, who paid for it. Data for body.ts. */

const LEGAL_CHARACTERS_MAX = 400;

const legal = new RegExp(
  [
    String.raw`^(?:©|\(c\)|copyright)\s?.{0,40}(?:19|20)\d{2}`,
    String.raw`\ball rights reserved\b`,
    'alle rechte vorbehalten|tous droits réservés|(?:todos los derechos|todos os direitos|tutti i diritti) r[ei]serva|wszelkie prawa zastrzeżone|все права защищены',
    'may not be (?:published|reproduced|republished)|(?:prior|without) (?:the )?(?:express )?written (?:permission|consent)|nachdruck (?:nur|verboten)',
    // Whose opinion it is not.
    '(?:is|are) not responsible for (?:the )?(?:opinions|views|content of external|comments)',
    '(?:views|opinions)(?: and \\p{L}+)? expressed .{0,80}(?:do not (?:necessarily )?(?:reflect|represent)|are (?:solely |however )?(?:those|(?:his|her|their|my) own))',
    '(?:geben|spiegeln) nicht (?:zwingend|unbedingt|notwendigerweise) die (?:meinung|ansicht)',
    '^(?:las?|los|el) (?:opinion|comentario|contenido|artículo)\\p{L}* .{0,80}(?:no (?:necesariamente )?(?:reflejan?|representan?)|responsabilidad)|no se hace responsable (?:de|por) l[ao]s (?:opiniones|comentarios|contenidos)',
    "n[’']engagent? que (?:leurs?|son) auteur|não reflete(?:m)? necessariamente|non riflett(?:e|ono) necessariamente",
    // Who paid for it, or earns by its links.
    '(?:this|our) (?:post|article|story|page|site|blog) .{0,40}(?:affiliate|sponsored by|paid partnership)|we (?:(?:may|might|can|could) (?:earn|receive|get) (?:an? )?(?:small |affiliate )?(?:commission|compensation)|(?:earn|receive) an? (?:small |affiliate )?commission)',
    '(?:dieser|dieses|der) (?:beitrag|artikel|text|post) enthält .{0,30}(?:werbung|affiliate|provisions?-?links)|(?:erhalten|bekommen) wir (?:eventuell )?eine (?:kleine )?(?:provision|vergütung)',
    'cet article contient des liens|este (?:artículo|post) contiene enlaces de afiliad',
  ].join('|'),
  'iu',
);

/** What such a line holds, in lower case; most lines hold none of it. */
const legalHints =
  '©|(c)|copyright|rights reserved|vorbehalten|réservés| reserva| riserva|zastrzeżone|защищены|may not be |written |nachdruck |not responsible|responsabilidad|responsable de l|expressed |meinung|ansicht|reflej|representa|auteur|reflet|riflett|affilia|affilié|sponsored by|paid part|commission|compensation|werbung|provision|vergütung'.split(
    '|',
  );

/** Whether a line says who owns the page, what may be done with it, whose opinion it is or who paid for it. */
export function isLegal(text: string): boolean {
  if (text.length > LEGAL_CHARACTERS_MAX) return false;
  const lower = text.toLowerCase();
  return legalHints.some((hint) => lower.includes(hint)) && legal.test(text);
}
