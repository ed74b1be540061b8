package io.weir.tests.differential;

import java.util.List;
import java.util.stream.Stream;

/** All scripts there are. */
final class Scripts {
  private Scripts() {}

  static List<Script> all() {
    return Stream.of(
            ConnectionScripts.ALL,
            FramingScripts.ALL,
            ExchangeScripts.ALL,
            RoutingScripts.ALL,
            QueueScripts.ALL,
            QueueArgumentScripts.ALL,
            PublishScripts.ALL,
            ConsumeScripts.ALL,
            SettleScripts.ALL,
            ConfirmScripts.ALL,
            LifeScripts.ALL,
            DeadLetterScripts.ALL,
            QueueTypeScripts.ALL,
            NewerScripts.ALL)
        .flatMap(List::stream)
        .toList();
  }
}
