package io.weir.backend.reference;

import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.weir.backend.AppendResult;
import io.weir.backend.Backend;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Isolation;
import io.weir.backend.PartitionLog;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import io.weir.record.BatchBuilder;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Readers that wait, and what they do as soon as they are woken. */
class WaitersTest {

  @Test
  void whoIsWokenMayAppendWhileOthersAreBeingWoken() throws Exception {
    Vertx vertx = Vertx.vertx();
    Backend backend = ReferenceBackends.storage(EnumSet.allOf(Feature.class)).open(vertx);
    try {
      TopicDescription topic = await(backend.topics().create("t", 2, TopicSettings.DEFAULT));
      TopicPartition one = new TopicPartition(topic.id(), 0);
      TopicPartition two = new TopicPartition(topic.id(), 1);
      PartitionLog log = backend.log();
      Promise<Void> done = Promise.promise();
      vertx
          .getOrCreateContext()
          .runOnContext(
              turn -> {
                Future<AppendResult> woken =
                    log.awaitAppend(one, 0, Isolation.COMMITTED)
                        .future()
                        .compose(there -> log.append(two, batch()));
                Future<Void> other = log.awaitAppend(one, 0, Isolation.COMMITTED).future();
                Future.all(log.append(one, batch()), woken, other)
                    .<Void>mapEmpty()
                    .onComplete(done);
              });
      await(done.future());
      assertThat(await(log.offsets(two)).highWatermark()).isEqualTo(1);
    } finally {
      await(backend.close());
      await(vertx.close());
    }
  }

  private static ByteBuf batch() {
    try (BatchBuilder batch = BatchBuilder.create(ByteBufAllocator.DEFAULT)) {
      return batch.add(0, null, null, List.of()).build();
    }
  }
}
