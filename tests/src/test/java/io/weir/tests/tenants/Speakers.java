package io.weir.tests.tenants;

import java.util.List;

/** The protocols of the matrix. */
final class Speakers {
  static final List<Speaker> ALL =
      List.of(new KafkaSpeaker(), new HttpSpeaker(), new AmqpSpeaker());

  private Speakers() {}
}
