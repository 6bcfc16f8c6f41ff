import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findQuotes } from '../../../shared/release/quotes.ts';

const speakers = (body: string) => findQuotes(body).map((quote) => quote.speaker);
const texts = (body: string) => findQuotes(body).map((quote) => quote.text);

describe('a quotation', () => {
  it.each([
    ['“The harbour will be open all winter,” said Ana Silva, director of the service.', 'Ana Silva'],
    ['“The harbour will be open all winter,” said Secretary General Silva.', 'Secretary General Silva'],
    ['“The harbour will be open all winter,” added Mr Silva.', 'Mr Silva'],
    ['"We’re ready for the winter and for the ice," said China\'s Vice-Minister for Transport, Li Wei.', 'Li Wei'],
    ['“The harbour will be open all winter,” the minister told reporters.', 'the minister'],
    ['“The harbour will be open all winter.” – Commissioner Peter Lang', 'Peter Lang'],
    ['Dr. Ana Silva, head of the service, said: “The harbour will be open all winter.”', 'Dr. Ana Silva'],
    ['„Der Hafen bleibt den ganzen Winter offen“, sagt Hafenpräsident Peter Lang.', 'Peter Lang'],
    ['"Der Hafen bleibt den ganzen Winter offen", betonte Bundesministerin Eva Kern bei einer Feier.', 'Eva Kern'],
    ['Hafenchefin Eva Kern: „Der Hafen bleibt den ganzen Winter offen.“', 'Eva Kern'],
    ['« Le port restera ouvert tout l’hiver », a déclaré M. Paul Morel.', 'M. Paul Morel'],
    ['Le président Paul Morel déclare : « Le port restera ouvert tout l’hiver. »', 'Paul Morel'],
    ['“El puerto seguirá abierto todo el invierno”, señaló Ana Silva.', 'Ana Silva'],
    ['“El puerto seguirá abierto todo el invierno”, añadió el Secretario General.', 'el Secretario General'],
    ['– Havnen holder åpent hele vinteren, sier Pål Berg.', 'Pål Berg'],
    ['‘The harbour will be open all winter,’ said Ana Silva.', 'Ana Silva'],
  ])('is found with its speaker: %s', (body, speaker) => {
    expect(speakers(body)).toEqual([speaker]);
  });

  it('is the text between the outer marks, comma and inner marks included', () => {
    expect(texts('“We call it ‘the wall’ here in the north,” said Ana Silva.')).toEqual([
      'We call it ‘the wall’ here in the north,',
    ]);
    expect(texts('« Le port restera ouvert. »')).toEqual([]);
    expect(texts('Paul Morel déclare : « Le port restera ouvert. »')).toEqual(['Le port restera ouvert.']);
  });

  it('goes on over paragraphs where the opening mark is repeated, and is one', () => {
    const body = '“We asked everyone to look closely.\n\n“Any detail could help,” added Mr Carver.';
    expect(findQuotes(body)).toEqual([
      {
        text: 'We asked everyone to look closely.\n\n“Any detail could help,',
        speaker: 'Mr Carver',
        start: 1,
        end: 60,
      },
    ]);
  });

  it('without an attribution of its own keeps the speaker of the one before', () => {
    const body = '„Das ist neu und richtig“, sagt Eva Kern. „Wir handeln jetzt schnell und gemeinsam.“';
    expect(speakers(body)).toEqual(['Eva Kern', 'Eva Kern']);
    const paragraphs =
      '“The harbour stays open,” said Ana Silva.\n\n“And we will not close it in any winter,” she concluded.';
    expect(speakers(paragraphs)).toEqual(['Ana Silva', 'Ana Silva']);
  });

  it('takes its speaker from the sentence above that ends in a colon', () => {
    const body = 'Dazu erklärt Ministerin Eva Kern:\n\n„Wir handeln jetzt schnell und gemeinsam.“';
    expect(speakers(body)).toEqual(['Eva Kern']);
  });

  it('has no speaker where none is printed', () => {
    expect(speakers('“The year will be remembered for the ships that came back one after the other.”')).toEqual([null]);
  });

  it('may be a blockquote without marks below a sentence that announces it', () => {
    const body = 'Professor Ana Silva, director at the service, said:\n\nPeople are busy. The quiz helps them.';
    const start = body.indexOf('People');
    expect(findQuotes(body, { blockquotes: [{ start, end: body.length }] })).toEqual([
      { text: 'People are busy. The quiz helps them.', speaker: 'Professor Ana Silva', start, end: body.length },
    ]);
  });

  it('may be a blockquote with its speaker below', () => {
    const body = 'Der Hafen bleibt offen.\n\nso die Ministerin.';
    expect(findQuotes(body, { blockquotes: [{ start: 0, end: 23 }] }).map((quote) => quote.speaker)).toEqual([
      'die Ministerin',
    ]);
  });

  it.each([
    'The “Company” sold its shares (“we,” “us,” or “our”) to a fund.',
    'The factor is called the ‘five links’ by the members.',
    'The project „Blaues Band Nord“ began.',
    "Rund 740’000 Personen im Kanton haben die Children's Card und die Men's Card.",
    'Le concept d’« écosystème de la sécurité » est récent.',
    'A song named “True Blue” was played.',
  ])('is not found in scare quotes, titles and defined terms: %s', (body) => {
    expect(findQuotes(body)).toEqual([]);
  });

  it('is looked for to the end of the words, in any language and in none', () => {
    for (const language of [null, 'ar', 'de', 'xx']) {
      const found = findQuotes('“The harbour will be open all winter,” said on', { language });
      expect(found.map((quote) => quote.text)).toEqual(['The harbour will be open all winter,']);
    }
  });

  it('always says where it stands, on any text', () => {
    const piece = fc.constantFrom(
      '“',
      '”',
      '"',
      '„',
      '«',
      '»',
      '‘',
      '’',
      ' ',
      '\n\n',
      ', ',
      'said',
      ' Ana Silva',
      ':',
      '. ',
      '– ',
      'word word word word word word word word',
      ' in',
      ' the',
      ' of',
      'According to ',
      ' so ',
      '「',
      '」',
      'と述べた。',
    );
    const languages = fc.constantFrom(null, 'en', 'de', 'ar', 'ja');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), languages, (pieces, language) => {
        const body = pieces.join('');
        let end = 0;
        for (const quote of findQuotes(body, { language })) {
          expect(body.slice(quote.start, quote.end)).toBe(quote.text);
          expect(quote.start).toBeGreaterThanOrEqual(end);
          end = quote.end;
        }
      }),
    );
  });
});
