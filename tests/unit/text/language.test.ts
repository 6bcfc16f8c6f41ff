import { describe, expect, it } from 'vitest';
import { detectLanguage, primaryLanguage } from '../../../shared/text/language.ts';
import { countWords, words } from '../../../shared/text/segments.ts';

describe('the language of a text', () => {
  it.each([
    ['en', 'The harbour service will publish a report on its work with the number of requests it has received.'],
    [
      'es',
      'La agencia ampliará su unidad de pruebas digitales con doce investigadores que trabajarán con las autoridades.',
    ],
    ['fr', 'Le service du port publiera un rapport sur son travail avec le nombre des demandes qui ont été reçues.'],
    [
      'de',
      'Der Hafen wird im Winter für alle Schiffe offen sein und die Behörde hat einen Bericht über die Arbeit vorgelegt.',
    ],
    ['pl', 'Rada przyjęła nowe zasady dla portów, które będą obowiązywać od początku przyszłego roku w całym kraju.'],
    ['ar', 'أعلنت الهيئة اليوم عن افتتاح مبناها الجديد في المدينة بحضور عدد من المسؤولين.'],
    ['el', 'Το λιμάνι θα παραμείνει ανοιχτό όλο τον χειμώνα.'],
    ['ja', '港は冬の間ずっと開いています。'],
    ['ru', 'Порт будет открыт всю зиму, сообщила служба в своём ежегодном отчёте о работе.'],
  ])('%s is found', async (language, text) => {
    expect(await detectLanguage(text, [])).toBe(language);
  });

  it('is the one of the text, whatever is declared', async () => {
    expect(await detectLanguage('The harbour will be open for all of the ships in this winter.', ['es'])).toBe('en');
  });

  it('is the declared one where the text is too short to tell, and unknown where nothing is declared', async () => {
    expect(await detectLanguage('Winter 2025', ['de-AT', 'en'])).toBe('de');
    expect(await detectLanguage('Winter 2025', [null])).toBeNull();
    expect(await detectLanguage('', [])).toBeNull();
  });

  it('is named by its primary subtag', () => {
    expect(primaryLanguage('pt-BR')).toBe('pt');
    expect(primaryLanguage('nb-NO')).toBe('no');
    expect(primaryLanguage('x')).toBeNull();
    expect(primaryLanguage(null)).toBeNull();
  });
});

describe('words', () => {
  it('keep the marks inside them', () => {
    expect(words('Its I-24/7 system, 9.087 calls: l’avenir.')).toEqual([
      'Its',
      'I-24/7',
      'system',
      '9.087',
      'calls',
      'l’avenir',
    ]);
    expect(countWords('')).toBe(0);
    expect(countWords('港は冬の間ずっと開いています。')).toBeGreaterThan(4);
  });
});
