import { describe, expect, it } from 'vitest';
import { isCredited } from '../../../shared/release/page/credit-words.ts';
import { isLegal } from '../../../shared/release/page/legal-words.ts';
import { isPromotion } from '../../../shared/release/page/promotion-words.ts';

describe('a line beside the text', () => {
  it.each([
    'Ana Silva covers harbours. Follow her on Twitter.',
    'If you’re already a subscriber, you can log in for immediate access.',
    'You must be logged in to post a comment.',
    'Sie sind bereits registriert?',
    'Puede escribirnos a redaccion@example.org o seguirnos.',
    '¿Lo sabías? Únete desde tu teléfono en este enlace de la redacción.',
    '최신 소식은 뉴스레터를 구독하세요',
    '新着情報はメールマガジンにご登録ください',
  ])('asks something of the reader: %s', (line) => {
    expect(isPromotion(line)).toBe(true);
  });

  it.each([
    'The ministry said that fishers can log in to the register from Monday on.',
    'The union is already a member of the harbour council.',
    'Residents can follow the work on the quay from a platform.',
    'Die Spende eines Reeders deckt die Kosten.',
  ])('asks nothing: %s', (line) => {
    expect(isPromotion(line)).toBe(false);
  });

  it.each([
    'The Harbour Post is not responsible for the opinions of contributors.',
    'The views expressed in this letter do not necessarily reflect those of the paper.',
    'When you buy through links on this page, we may earn a commission.',
    '*Werbung. Dieser Beitrag enthält Werbung für einen Reeder.',
    'Tutti i diritti riservati',
  ])('speaks of the page itself: %s', (line) => {
    expect(isLegal(line)).toBe(true);
  });

  it.each([
    'The commission fined a shop that did not mark its affiliate links.',
    '“We receive compensation for every day of the strike,” said harbour master Ellen Croft.',
    'La naviera no se hace responsable de los daños en el muelle.',
  ])('speaks of the news: %s', (line) => {
    expect(isLegal(line)).toBe(false);
  });

  it.each([
    'The quay on an evening in March© Ana Silva/fotos.example',
    `${'The new quay of Lindmouth seen from the lighthouse. '.repeat(5)}Photo: Ana Silva`,
  ])('ends in the credit of a picture: %s', (line) => {
    expect(isCredited(line)).toBe(true);
  });

  it('is no caption where a word of pictures only stands in it', () => {
    expect(isCredited(`${'The photo of the quay was shown in all papers. '.repeat(5)}The council said so.`)).toBe(
      false,
    );
  });
});
