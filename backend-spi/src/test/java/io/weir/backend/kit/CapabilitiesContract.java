package io.weir.backend.kit;

import static io.netty.buffer.Unpooled.EMPTY_BUFFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.BackendException.Unsupported;
import io.weir.backend.Capabilities;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Cleanup;
import io.weir.backend.Isolation;
import io.weir.backend.KeyRead;
import io.weir.backend.ProducerStore.Outcome;
import io.weir.backend.ProducerStore.ProducerEpoch;
import io.weir.backend.Retention;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What is declared is one thing for a whole life; what is not declared is refused, not half done.
 */
abstract class CapabilitiesContract extends Contract {
  private static final int MILLIS = 60_000;

  @Test
  void theAnswerIsTheSameAfterARestart() throws Exception {
    Capabilities before = backend.capabilities();
    assertThat(before.durabilities()).isNotEmpty();
    assertThat(before.maxBatchBytes()).isGreaterThanOrEqualTo(1 << 20);

    restart();

    assertThat(backend.capabilities()).isEqualTo(before);
  }

  @Test
  void undeclaredTransactionsAreRefusedAndDeclaredOnesAreNot() {
    TopicPartition partition = partition();
    ProducerEpoch producer = get(backend.producers().newProducer());
    var producers = backend.producers();

    if (backend.capabilities().can(Feature.TRANSACTIONS)) {
      ProducerEpoch holder = get(producers.newTransactionalProducer("tx", MILLIS, null));
      get(producers.enlist("tx", holder, Set.of(partition)));
      get(producers.end("tx", holder, Outcome.COMMIT));
    } else {
      failure(Unsupported.class, producers.newTransactionalProducer("tx", MILLIS, null));
      failure(Unsupported.class, producers.enlist("tx", producer, Set.of(partition)));
      failure(Unsupported.class, producers.end("tx", producer, Outcome.COMMIT));
      Batch transactional = Batch.of("x").by(producer, 0).inTransaction();
      failure(Unsupported.class, appending(partition, transactional));
      assertThat(end(partition)).isZero();
    }
  }

  @Test
  void undeclaredCompactionIsRefusedAndDeclaredIsNot() {
    TopicDescription topic = topic(1, settings());
    for (Cleanup cleanup : List.of(Cleanup.COMPACT, Cleanup.COMPACT_DELETE)) {
      var settings = settings().withCleanup(cleanup);
      var creation = backend.topics().create("compacted " + cleanup, 1, settings);
      var alteration = backend.topics().alter(topic.id(), 1, settings);
      if (backend.capabilities().can(Feature.COMPACTION)) {
        assertThat(get(creation).settings()).isEqualTo(settings);
        assertThat(get(alteration).settings()).isEqualTo(settings);
      } else {
        failure(Unsupported.class, creation);
        failure(Unsupported.class, alteration);
        assertThat(get(backend.topics().list())).containsExactly(topic);
      }
    }
  }

  @Test
  void anUndeclaredIndexOfKeysIsRefusedAndADeclaredOneIsNot() {
    TopicDescription topic = topic(1, settings());
    var settings = settings().withKeyIndex(true);
    var creation = backend.topics().create("keyed", 1, settings);
    var alteration = backend.topics().alter(topic.id(), 1, settings);
    var reading =
        backend
            .log()
            .readByKey(
                new KeyRead(partition(topic, 0), EMPTY_BUFFER, 0, PLENTY, Isolation.COMMITTED));
    if (backend.capabilities().can(Feature.KEY_INDEX)) {
      assertThat(get(creation).settings()).isEqualTo(settings);
      assertThat(get(alteration).settings()).isEqualTo(settings);
      assertThat(get(reading).next()).isZero();
      assertThat(backend.capabilities().fit(settings)).isEqualTo(settings);
    } else {
      failure(Unsupported.class, creation);
      failure(Unsupported.class, alteration);
      failure(Unsupported.class, reading);
      assertThat(get(backend.topics().list())).containsExactly(topic);
      assertThat(backend.capabilities().fit(settings)).isEqualTo(settings());
    }
  }

  @Test
  void aTopicIsKeptNoLongerThanTheBackendDeclares() {
    long most = backend.capabilities().maxRetentionMillis();
    if (most == Retention.UNLIMITED) {
      assertThat(topic(1, settings().withRetention(Retention.FOREVER)).settings().retention())
          .isEqualTo(Retention.FOREVER);
    } else {
      for (long tooLong : new long[] {most + 1, Retention.UNLIMITED}) {
        Retention asked = new Retention(tooLong, Retention.UNLIMITED);
        failure(
            Unsupported.class, backend.topics().create("kept", 1, settings().withRetention(asked)));
      }
    }
  }
}
