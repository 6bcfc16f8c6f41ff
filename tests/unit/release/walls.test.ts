import { describe, expect, it } from 'vitest';
import { readPage } from '../../../shared/release/read.ts';
import { emptyContext } from './context.ts';

const read = (html: string) =>
  readPage(new TextEncoder().encode(html), {
    ...emptyContext,
    url: 'https://port.example.org/news/1',
    contentType: 'text/html; charset=utf-8',
  });

/** A page of a site with its menu and footer, and hardly anything else. */
const wall = (title: string, heading: string, lines: readonly string[], form = ''): string =>
  `<html><head><title>${title}</title></head><body><nav><a href="/">Home</a><a href="/n">News</a></nav><h1>${heading}</h1>${lines.map((line) => `<p>${line}</p>`).join('')}${form}<footer>© 2024 Port</footer></body></html>`;

const release = (title: string, ...paragraphs: readonly string[]): string =>
  `<html><head><title>${title} | Port</title></head><body><main><h1>${title}</h1><p class="date">12 March 2024</p>${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('')}</main></body></html>`;

const walls: readonly (readonly [name: string, html: string])[] = [
  [
    'cf en',
    wall('Just a moment...', 'www.port.example', [
      'Verifying you are human. This may take a few seconds.',
      'www.port.example needs to review the security of your connection before proceeding.',
    ]),
  ],
  ['js en', wall('Port', 'Please enable JavaScript', ['Please enable JS and disable any ad blocker to continue.'])],
  [
    'captcha de',
    wall('Sicherheitsüberprüfung', 'Sind Sie ein Mensch?', [
      'Bitte bestätigen Sie, dass Sie kein Roboter sind, um fortzufahren.',
    ]),
  ],
  [
    'captcha fr',
    wall('Vérification de sécurité', 'Êtes-vous un robot ?', [
      'Veuillez confirmer que vous n’êtes pas un robot pour continuer.',
    ]),
  ],
  [
    'captcha es',
    wall('Comprobación de seguridad', '¿Es usted humano?', ['Por favor, confirme que no es un robot para continuar.']),
  ],
  ['captcha it', wall('Verifica di sicurezza', 'Sei umano?', ['Per continuare conferma di non essere un robot.'])],
  [
    'captcha pt',
    wall('Verificação de segurança', 'Você é humano?', ['Confirme que você não é um robô para continuar.']),
  ],
  [
    'captcha pl',
    wall('Weryfikacja', 'Potwierdź, że nie jesteś robotem', ['Aby kontynuować, potwierdź, że nie jesteś robotem.']),
  ],
  [
    'captcha nl',
    wall('Beveiligingscontrole', 'Bent u een mens?', ['Bevestig dat u geen robot bent om verder te gaan.']),
  ],
  [
    'captcha ru',
    wall('Проверка безопасности', 'Подтвердите, что вы не робот', ['Чтобы продолжить, подтвердите, что вы не робот.']),
  ],
  [
    'captcha ja',
    wall('セキュリティチェック', 'ロボットではないことを確認してください', [
      '続行するには、ロボットではないことを確認してください。',
    ]),
  ],
  ['captcha zh', wall('安全验证', '请完成安全验证', ['请证明您不是机器人以继续访问。'])],
  ['captcha ar', wall('التحقق الأمني', 'هل أنت إنسان؟', ['يرجى التأكد من أنك لست روبوتا للمتابعة.'])],
  [
    'denied en',
    wall('Access Denied', 'Access Denied', [
      'You don\'t have permission to access "http://www.port.example/news" on this server.',
      'Reference #18.2d3f1702',
    ]),
  ],
  [
    'denied de',
    wall('Zugriff verweigert', 'Zugriff verweigert', ['Sie haben keine Berechtigung, auf diese Seite zuzugreifen.']),
  ],
  ['denied fr', wall('Accès refusé', 'Accès refusé', ['Vous n’êtes pas autorisé à accéder à cette page.'])],
  ['denied es', wall('Acceso denegado', 'Acceso denegado', ['No tiene permiso para acceder a esta página.'])],
  [
    'geo en',
    wall('Not available', 'Not available in your region', ['This content is not available in your country or region.']),
  ],
  [
    'geo gdpr',
    wall('451: Unavailable due to legal reasons', '451: Unavailable due to legal reasons', [
      'We recognize you are attempting to access this website from a country belonging to the European Economic Area (EEA) including the EU which enforces the General Data Protection Regulation (GDPR) and therefore access cannot be granted at this time.',
    ]),
  ],
  [
    'geo de',
    wall('Nicht verfügbar', 'Inhalt nicht verfügbar', ['Dieser Inhalt ist in Ihrem Land leider nicht verfügbar.']),
  ],
  [
    'rate en',
    wall('429 Too Many Requests', 'Too Many Requests', [
      'You have sent too many requests in a given amount of time. Please try again later.',
    ]),
  ],
  [
    'rate de',
    wall('Zu viele Anfragen', 'Zu viele Anfragen', [
      'Sie haben zu viele Anfragen gesendet. Bitte versuchen Sie es später erneut.',
    ]),
  ],
  [
    'rate fr',
    wall('Trop de requêtes', 'Trop de requêtes', ['Vous avez envoyé trop de requêtes. Veuillez réessayer plus tard.']),
  ],
  [
    'maint en',
    wall('Site maintenance', 'We’ll be back soon!', [
      'Sorry for the inconvenience. We’re performing some maintenance at the moment.',
    ]),
  ],
  [
    'maint en2',
    wall('Port', 'Down for maintenance', [
      'This site is currently undergoing scheduled maintenance. Please check back later.',
    ]),
  ],
  [
    'maint de',
    wall('Wartungsarbeiten', 'Wartungsarbeiten', [
      'Diese Website wird gerade gewartet. Bitte versuchen Sie es später noch einmal.',
    ]),
  ],
  [
    'maint fr',
    wall('Site en maintenance', 'Site en maintenance', [
      'Notre site est actuellement en maintenance. Merci de revenir plus tard.',
    ]),
  ],
  [
    'maint es',
    wall('En mantenimiento', 'Sitio en mantenimiento', [
      'Estamos realizando tareas de mantenimiento. Vuelva a intentarlo más tarde.',
    ]),
  ],
  [
    'maint it',
    wall('Sito in manutenzione', 'Sito in manutenzione', ['Il sito è attualmente in manutenzione. Torna più tardi.']),
  ],
  [
    'maint pl',
    wall('Przerwa techniczna', 'Przerwa techniczna', [
      'Serwis jest chwilowo niedostępny z powodu prac konserwacyjnych.',
    ]),
  ],
  [
    '503 en',
    wall('503 Service Unavailable', 'Service Unavailable', [
      'The server is temporarily unable to service your request due to maintenance downtime or capacity problems.',
    ]),
  ],
  [
    'login en',
    wall(
      'Sign in',
      'Sign in to continue',
      ['You need to sign in to view this page.'],
      '<form><input name=u><input type=password name=p><button>Sign in</button></form>',
    ),
  ],
  [
    'login de',
    wall(
      'Anmelden',
      'Bitte melden Sie sich an',
      ['Um diese Seite zu sehen, müssen Sie sich anmelden.'],
      '<form><input type=password></form>',
    ),
  ],
  [
    'login fr',
    wall(
      'Connexion',
      'Connectez-vous',
      ['Vous devez vous connecter pour accéder à cette page.'],
      '<form><input type=password></form>',
    ),
  ],
  [
    'login es',
    wall(
      'Iniciar sesión',
      'Inicie sesión',
      ['Debe iniciar sesión para ver esta página.'],
      '<form><input type=password></form>',
    ),
  ],
  [
    'consent en',
    wall(
      'Before you continue',
      'Before you continue to Port',
      [
        'We use cookies and data to deliver and maintain our services. If you choose to accept all, we will also use cookies to personalise content.',
      ],
      '<button>Accept all</button>',
    ),
  ],
  [
    'consent de',
    wall(
      'Zustimmung',
      'Willkommen bei Port',
      [
        'Um unsere Seite zu nutzen, müssen Sie der Verwendung von Cookies zustimmen. Wir und unsere Partner speichern Informationen auf Ihrem Gerät.',
      ],
      '<button>Zustimmen und weiter</button>',
    ),
  ],
  [
    'consent fr',
    wall(
      'Votre consentement',
      'Votre vie privée nous importe',
      ['Nous et nos partenaires utilisons des cookies pour stocker des informations. Acceptez pour accéder au site.'],
      '<button>Tout accepter</button>',
    ),
  ],
];

const missing: readonly (readonly [name: string, html: string])[] = [
  [
    '404 en',
    wall('Port', 'Oops! That page can’t be found.', [
      'It looks like nothing was found at this location. Maybe try a search?',
    ]),
  ],
  ['404 en2', wall('Page not found | Port', 'Page not found', ['The page you requested has been moved or deleted.'])],
  ['404 de', wall('Port', 'Seite nicht gefunden', ['Die gewünschte Seite gibt es leider nicht mehr.'])],
  ['404 fr', wall('Port', 'Page introuvable', ['La page que vous cherchez n’existe plus.'])],
  ['404 es', wall('Puerto', 'Página no encontrada', ['La página que busca no existe o ha sido movida.'])],
  ['404 it', wall('Porto', 'Pagina non trovata', ['La pagina che stai cercando non esiste più.'])],
  ['404 pt', wall('Porto', 'Página não encontrada', ['A página que procura não existe.'])],
  ['404 nl', wall('Haven', 'Pagina niet gevonden', ['De pagina die u zoekt bestaat niet meer.'])],
  ['404 pl', wall('Port', 'Nie znaleziono strony', ['Strona, której szukasz, nie istnieje.'])],
  ['404 ja', wall('港', 'ページが見つかりません', ['お探しのページは見つかりませんでした。'])],
  ['404 zh', wall('港口', '页面不存在', ['您访问的页面不存在或已被删除。'])],
  ['404 sv', wall('Hamnen', 'Sidan kunde inte hittas', ['Sidan du letar efter finns inte.'])],
  ['404 tr', wall('Liman', 'Sayfa bulunamadı', ['Aradığınız sayfa bulunamadı.'])],
];

const releases: readonly (readonly [name: string, html: string])[] = [
  [
    'captcha news',
    release(
      'Ministry replaces captchas on its forms',
      'Citizens no longer need to prove that they are not a robot when they file a form, the ministry said on Tuesday.',
    ),
  ],
  [
    'denied news',
    release(
      'Access denied to aid convoys at northern border',
      'Three convoys with medicine were denied access on Monday, the agency said.',
      'It asked both sides to open the road.',
    ),
  ],
  [
    'maint news',
    release(
      'Port website down for maintenance on Sunday',
      'The port’s website will be down for maintenance between two and five in the morning on Sunday, the harbour office said.',
    ),
  ],
  [
    '404 news',
    release(
      'Missing diver not found after three days',
      'The search for a missing diver was ended on Tuesday after three days, police said.',
    ),
  ],
  [
    'cookie news',
    release(
      'Authority fines shop over cookies',
      'The data protection authority fined an online shop 40,000 euros because it set cookies before visitors could accept them.',
    ),
  ],
  [
    'geo news',
    release(
      'Streaming services not available in your country: court rules',
      'A court ruled on Tuesday that streaming services may tell viewers that content is not available in their country.',
    ),
  ],
  [
    'rate news',
    release(
      'Too many requests for passports: offices extend hours',
      'Offices received too many requests for passports and will open on Saturdays until June, the interior ministry said.',
    ),
  ],
  [
    'js news',
    release(
      'Agency warns of malicious JavaScript in ad blockers',
      'The cyber agency warned users to disable an ad blocker that injects malicious JavaScript into pages.',
    ),
  ],
  [
    'login news',
    release(
      'Sign in with your eID from May on',
      'From May on citizens can sign in to all services of the city with their electronic identity card, the mayor said.',
    ),
  ],
  [
    '403 de',
    release(
      'Zugriff verweigert: Bund sperrt Konten',
      'Das Amt hat 40 Konten gesperrt, teilte es am Dienstag mit. Den Inhabern wurde der Zugriff verweigert.',
    ),
  ],
  [
    '503 fr',
    release(
      'Site en maintenance : la mairie s’explique',
      'Le site de la mairie sera en maintenance dimanche, a annoncé le maire mardi.',
    ),
  ],
  [
    'robot ja',
    release(
      'ロボットではないことを確認する新方式を導入',
      '港湾局は三月十二日、申請フォームでロボットではないことを確認する新しい方式を導入すると発表した。',
    ),
  ],
  [
    'human es',
    release(
      'El puerto elimina los captchas',
      'El puerto ya no pedirá confirmar que no es un robot, informó el martes la autoridad portuaria.',
    ),
  ],
];

describe('a page that stands in the way of a release', () => {
  it.each(walls)('is a challenge: %s', async (_, html) => {
    expect((await read(html)).pageKind).toBe('challenge');
  });

  it.each(missing)('says that there is none: %s', async (_, html) => {
    expect((await read(html)).pageKind).toBe('not-found');
  });
});

describe('a short release about such things', () => {
  it.each(releases)('is a release: %s', async (_, html) => {
    const { pageKind, reason } = await read(html);
    expect(pageKind, reason).toBe('release');
  });
});
