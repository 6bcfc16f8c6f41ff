/** The demo's own releases: invented organizations, invented events, several languages, one correction. */
import type { Story } from './story.ts';

const bulletinTopics = [
  'tides and weather',
  'pilotage',
  'road access',
  'harbour security',
  'water quality',
  'staff and training',
];

/** Of the Port of Northhaven (RSS). */
export const harbourStories: readonly Story[] = [
  {
    path: '/harbour/releases/winter-timetable',
    language: 'en',
    printed: null,
    states: [
      {
        afterSeconds: -86_400,
        headline: 'Port of Northhaven publishes its winter timetable',
        paragraphs: [
          'NORTHHAVEN – The winter timetable of the ferries is out. Two early sailings are added on weekdays.',
          'The timetable holds until the end of March. Printed copies lie at the ticket office.',
        ],
      },
    ],
  },
  {
    path: '/harbour/releases/shore-power',
    language: 'en',
    printed: null,
    states: [
      {
        afterSeconds: 12,
        headline: 'Northhaven opens shore power for container ships, cutting emissions at berth',
        paragraphs: [
          'NORTHHAVEN – The Port of Northhaven today switched on shore power at its container terminal. Ships at berth can now stop their engines and draw electricity from land.',
          'The installation serves two ships at a time and delivers up to 12 megawatts. The port expects it to save 9,000 tonnes of carbon dioxide a year, about a third of what ships at berth emitted so far.',
          '“Clean air in the harbour is a matter of health for the people who live beside it,” said Harbour Director Ingrid Solheim. “Climate policy begins at the quay.”',
          'A second installation at the cruise pier is planned for next year.',
        ],
      },
    ],
  },
  {
    path: '/harbour/releases/border-control',
    language: 'en',
    printed: null,
    states: [
      {
        afterSeconds: 45,
        headline: 'New passport lanes shorten border control at the ferry terminal',
        paragraphs: [
          'NORTHHAVEN – Border police and the port authority opened six new passport lanes at the ferry terminal this morning. The wait at peak hours should fall from 40 minutes to 15.',
          'The lanes read passports of 31 countries without an officer. Security checks of vehicles stay as they are.',
          '“Travellers notice the time they save; we notice that officers have time for the cases that matter,” said Chief Inspector Paul Reyes of the border police.',
        ],
      },
    ],
  },
  {
    path: '/harbour/releases/storm-exercise',
    language: 'en',
    printed: null,
    states: [
      {
        afterSeconds: 110,
        headline: 'Storm exercise: 400 people rehearse the evacuation of the harbour district',
        paragraphs: [
          'NORTHHAVEN – Four hundred volunteers, the fire brigade and the coast guard rehearsed the evacuation of the harbour district on Saturday.',
          'The exercise took two hours and ten minutes. Sirens and text messages reached 96 percent of the residents in the first quarter of an hour.',
          '“We learned that the weak point is not the warning, it is the last bus,” said exercise leader Marta Lindqvist.',
        ],
      },
    ],
  },
  {
    path: '/harbour/releases/trade-figures',
    language: 'en',
    printed: null,
    states: [
      {
        afterSeconds: 240,
        headline: 'Trade through Northhaven grows by 4.2 percent in the third quarter',
        paragraphs: [
          'NORTHHAVEN – Ships carried 3.8 million tonnes through the port between July and September, 4.2 percent more than a year before.',
          'Exports of machinery and timber grew most. Imports of grain fell by 6 percent after a good harvest.',
          '“Trade finds its way when the sea lanes are safe and the paperwork is short,” said Finance Director Tom Aker.',
        ],
      },
    ],
  },
  ...Array.from(
    { length: 12 },
    (_, index): Story => ({
      path: `/harbour/bulletins/${index + 1}`,
      language: 'en',
      printed: null,
      states: [
        {
          afterSeconds: 480 + index * 300,
          headline: `Northhaven harbour bulletin ${index + 1}: ${bulletinTopics[index % bulletinTopics.length]}`,
          paragraphs: [
            `NORTHHAVEN – Bulletin ${index + 1} of the port authority on ${bulletinTopics[index % bulletinTopics.length]}. The demo publishes one every five minutes in its first hour.`,
            `The duty officer logged ${20 + index} arrivals and ${18 + index} departures since the morning. Visibility is good, and the pilots work as usual.`,
          ],
        },
      ],
    }),
  ),
];

/** Of the Federal Office for Water and Health (Atom). */
export const waterStories: readonly Story[] = [
  {
    path: '/water/releases/open-day',
    language: 'de',
    printed: null,
    states: [
      {
        afterSeconds: -172_800,
        headline: 'Tag der offenen Tür im Wasserlabor',
        paragraphs: [
          'MUSTERSTADT – Das Wasserlabor öffnet am Sonntag seine Türen. Besucher können Proben selbst untersuchen.',
          'Der Eintritt ist frei. Eine Anmeldung ist nicht nötig.',
        ],
      },
    ],
  },
  {
    path: '/water/releases/trinkwasser',
    language: 'de',
    printed: null,
    states: [
      {
        afterSeconds: 28,
        headline: 'Trinkwasser: 212 von 230 Messstellen erfüllen die neuen Grenzwerte',
        paragraphs: [
          'MUSTERSTADT – Das Bundesamt für Wasser und Gesundheit hat im vergangenen Jahr 230 Messstellen untersucht. An 212 davon werden die neuen Grenzwerte für Nitrat eingehalten.',
          'An 18 Messstellen liegt der Wert darüber. Die betroffenen Gemeinden mischen das Wasser bis auf Weiteres mit dem aus tieferen Brunnen.',
          '„Wer Wasser schützt, schützt Gesundheit“, sagte die Direktorin des Amtes, Anna Keller. „Die Richtung stimmt, das Tempo noch nicht.“',
        ],
      },
      {
        afterSeconds: 150,
        headline: 'Trinkwasser: 207 von 230 Messstellen erfüllen die neuen Grenzwerte',
        paragraphs: [
          'Korrektur: In einer früheren Fassung dieser Mitteilung stand eine falsche Zahl. Richtig sind 207 Messstellen, nicht 212.',
          'MUSTERSTADT – Das Bundesamt für Wasser und Gesundheit hat im vergangenen Jahr 230 Messstellen untersucht. An 207 davon werden die neuen Grenzwerte für Nitrat eingehalten.',
          'An 23 Messstellen liegt der Wert darüber. Die betroffenen Gemeinden mischen das Wasser bis auf Weiteres mit dem aus tieferen Brunnen.',
          '„Wer Wasser schützt, schützt Gesundheit“, sagte die Direktorin des Amtes, Anna Keller. „Die Richtung stimmt, das Tempo noch nicht.“',
        ],
      },
    ],
  },
  {
    path: '/water/releases/baignade',
    language: 'fr',
    printed: null,
    states: [
      {
        afterSeconds: 75,
        headline: 'Eaux de baignade : la surveillance est étendue à 60 plages du lac',
        paragraphs: [
          'VILLEMODÈLE – L’Office fédéral de l’eau et de la santé étend la surveillance des eaux de baignade à 60 plages du lac dès le mois de juin.',
          'Les résultats paraîtront chaque vendredi. En cas de dépassement, la plage concernée est fermée le jour même.',
          '« La sécurité des baigneurs dépend d’une information rapide », a déclaré le chef du laboratoire, Luc Morel.',
        ],
      },
    ],
  },
  {
    path: '/water/releases/heat-plan',
    language: 'en',
    printed: null,
    states: [
      {
        afterSeconds: 300,
        headline: 'Heat plan: drinking fountains for every school by 2027',
        paragraphs: [
          'MODEL CITY – Every school gets a drinking fountain by 2027. The Federal Office for Water and Health presented the plan with the education ministers of the regions.',
          'The programme costs 14 million. Schools in the south come first because climate models expect the longest heat waves there.',
          '“Children forget to drink; a fountain in the corridor reminds them,” said Director Anna Keller.',
        ],
      },
    ],
  },
];

/** Of the Sierra Clara Observatory (HTML listing). */
export const observatoryStories: readonly Story[] = [
  {
    path: '/observatorio/notas/visitas',
    language: 'es',
    printed: null,
    states: [
      {
        afterSeconds: -259_200,
        headline: 'El observatorio amplía las visitas nocturnas',
        paragraphs: [
          'SIERRA CLARA – El observatorio ofrece desde este mes visitas nocturnas los jueves y los viernes.',
          'Las plazas son limitadas y se reservan en la taquilla.',
        ],
      },
    ],
  },
  {
    path: '/observatorio/notas/cometa',
    language: 'es',
    printed: null,
    states: [
      {
        afterSeconds: 60,
        headline: 'Un equipo de Sierra Clara mide la cola de un cometa de 2 millones de kilómetros',
        paragraphs: [
          'SIERRA CLARA – Un equipo del observatorio ha medido la cola de un cometa durante once noches seguidas. Alcanza 2 millones de kilómetros.',
          'Los datos son públicos desde hoy y pueden descargarse sin registro. Participaron nueve universidades de cuatro países.',
          '“Los datos abiertos permiten que cualquiera compruebe nuestro trabajo”, afirmó la directora científica, Elena Prado.',
        ],
      },
    ],
  },
  {
    path: '/observatorio/notas/satellites',
    language: 'en',
    printed: null,
    states: [
      {
        afterSeconds: 190,
        headline: 'Observatory and satellite operators agree on darker coatings',
        paragraphs: [
          'SIERRA CLARA – The Sierra Clara Observatory and three satellite operators signed an agreement on darker coatings today. New satellites shall reflect at most a fifth of the light of earlier ones.',
          'The agreement covers 1,100 satellites that are to be launched within three years. Compliance is measured from the ground, and the figures are published each quarter.',
          '“The night sky belongs to everybody, and this shows that cooperation is possible,” said Scientific Director Elena Prado.',
        ],
      },
    ],
  },
];
