package io.weir.tests.crash;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import io.weir.tests.crash.QueueLedger.Told;
import io.weir.tests.load.Payload;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Publishes one message after the other and never one again: what is not confirmed when the server
 * goes may be there or not.
 */
final class ConfirmedPublisher extends AmqpClient {
  private static final int AT_ONCE = 10;
  private static final int MOST_UNCONFIRMED = 400;

  private final String stream;
  private final String exchange;
  private long next;
  private ConcurrentNavigableMap<Long, Told> unconfirmed = new ConcurrentSkipListMap<>();

  ConfirmedPublisher(String stream, String exchange, int port, QueueLedger ledger) {
    super(stream, port, ledger);
    this.stream = stream;
    this.exchange = exchange;
  }

  @Override
  void begin(Channel fresh) throws IOException {
    fresh.confirmSelect();
    ConcurrentNavigableMap<Long, Told> ofThis = new ConcurrentSkipListMap<>();
    unconfirmed = ofThis;
    fresh.addConfirmListener(
        (tag, multiple) -> {
          Collection<Told> all =
              (multiple ? ofThis.headMap(tag, true) : ofThis.subMap(tag, true, tag, true)).values();
          all.forEach(ledger::confirmed);
          all.clear();
        },
        (tag, multiple) -> ledger.fault("%s: number %d was refused", stream, tag));
    fresh.addReturnListener(
        returned -> ledger.fault("%s: returned: %s", stream, returned.getReplyText()));
  }

  @Override
  void turn(Channel open) throws IOException {
    for (int i = 0; i < AT_ONCE && unconfirmed.size() < MOST_UNCONFIRMED; i++) {
      long number = next++;
      unconfirmed.put(open.getNextPublishSeqNo(), new Told(stream, number));
      open.basicPublish(
          exchange, stream, true, MessageProperties.PERSISTENT_BASIC, Payload.of(stream, number));
    }
  }
}
