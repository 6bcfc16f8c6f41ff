/** Word lists that the matcher and the warnings go by. All entries are folded. */

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/**
 * Short common words of the languages releases are written in that are acronyms as well: written all in capitals in a query
 * they ask for capitals in the text (WHO, US, IT). A word that is no acronym of any organization or thing stays out, so
 * that a query typed with caps lock still finds it; so do and, or, not and but, which capitals make operators.
 */
export const acronymsThatAreWords = words(`
  a act aid aids aim air all am an any apec apt arc are arm art as at atm aria
  ban bar base bat be best bic bit bus by
  cab can cap car care cat ce champ char chip cia clear code cop cops core cost cut
  da dare dart de dea der des die do dos
  east eat echo edge em en era es est et eu fact far fast fat fed fin fir fire fit flag for frame
  gap gas go gone grad great grip
  ha had has he heat help her him his hope hot how
  i ice if im imp in ion is it its
  jam jet join
  la lab last law le lead leap les life link live los love
  ma mac mad man map mar mark mars mat may me men met mit mode
  na ne net new nice no non now nun
  o odd of off oil old on one open our out over
  pa pact pan par pas pass past path pay peace pen pet phase pin pip plan pop post pot power
  raid rain ram rand ready rest rice rich rise risk road rule run
  sa safe sage said salt save scale sea see seed set sharp she shed ship si side sir sit site smart so son space spot star start
  step stop sun sur sure swap swift
  tag tan tap task te tea team ten the tip tips to ton too top trips two
  un une up ups us use vat via
  wage was wash watch wave way we web who why win wise with word yes you
`);

/** Words so frequent that a query made of them alone finds nearly everything. */
export const stopWords = words(`
  a about after all also an and any are as at be because been but by can could did do does for from had has have he her his how
  i if in into is it its may more most new no not of on one or other our out over said she should so some such than that the
  their them then there these they this to two under up was we were what when which who will with would year years you your
  de la le les des du et en un une que qui dans pour par sur au aux est el los las y del al con por para una se su der die das
  und den dem von zu mit im fur auf ist ein eine o os as do da dos das e em il di che per lo gli dei della
  и в на не что с по из для как это 
`);
