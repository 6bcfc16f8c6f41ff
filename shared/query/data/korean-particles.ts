/** Korean particles as they are written onto words of other scripts: FBI는, COVID-19의, EU에서. In composed syllables. */

export const koreanParticles: ReadonlySet<string> = new Set(
  `은 는 이 가 을 를 의 에 와 과 도 만 로 으로 께 나 이나 며 이며 고 이고 란 이란 라 이라 랑 이랑 에서 에게 에는 에도 에만 에의 까지 부터 처럼 보다
  마다 조차 마저 밖에 이다 라고 이라고 라는 이라는 라며 이라며 이자 인 와의 과의 로의 으로의 에서의 에서는 에서도 에게서 에게는 으로는 로는 로서
  으로서 로써 으로써 로부터 으로부터 까지의 까지는 부터는 와는 과는 만의 만이 만을 들 들이 들은 들의 들을 들과 측 측은 측이 등 등이 등은 등의`
    .trim()
    .split(/\s+/),
);
