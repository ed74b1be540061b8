package io.weir.kafka.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.weir.core.state.StateLog;
import io.weir.kafka.TestGateway;
import io.weir.record.BatchBuilder;
import io.weir.testing.Futures;
import io.weir.testing.Leaks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Leaks.class)
class LogCompactionTest {
  private TestGateway gateway;
  private StateLog log;

  @BeforeEach
  void start() {
    gateway = new TestGateway();
    Futures.await(gateway.core().state().ensure("compacted", 1));
    log = Futures.await(gateway.core().state().open("compacted", 0));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private void write(String... keysAndValues) {
    BatchBuilder batch = BatchBuilder.create(ByteBufAllocator.DEFAULT);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      String value = keysAndValues[i + 1];
      batch.add(1L, bytes(keysAndValues[i]), value == null ? null : bytes(value), List.of());
    }
    Futures.await(log.append(batch.build()).durable());
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(UTF_8));
  }

  private List<String> read() {
    List<String> read = new ArrayList<>();
    Futures.await(
        log.replay(
            batch -> {
              try (var records = batch.records(1 << 20)) {
                records.forEach(
                    record ->
                        read.add(
                            record.key().toString(UTF_8)
                                + "="
                                + (record.value() == null ? "" : record.value().toString(UTF_8))));
              }
            }));
    return read;
  }

  private void fill() {
    String[] many = new String[2 * 1000];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "busy";
      many[i + 1] = Integer.toString(i);
    }
    for (int i = 0; i < LogCompaction.WORTH_RECORDS / 1000; i++) {
      write(many);
    }
  }

  @Test
  void onlyTheLastRecordOfEachKeyIsKeptInTheOrderOfTheLastWrites() {
    write("a", "1", "b", "1", "c", "1");
    fill();
    write("a", "2", "c", null, "d", "1");
    long end = log.nextOffset();
    Futures.await(LogCompaction.of(log, "the log"));
    assertThat(read()).containsExactly("b=1", "busy=1998", "a=2", "d=1");
    assertThat(log.nextOffset()).isEqualTo(end + 4);
  }

  @Test
  void aLogInWhichEverythingIsGoneBecomesEmpty() {
    fill();
    write("busy", null);
    Futures.await(LogCompaction.of(log, "the log"));
    assertThat(read()).isEmpty();
  }

  @Test
  void aShortLogIsLeftAlone() {
    write("a", "1", "a", "2");
    Futures.await(LogCompaction.of(log, "the log"));
    assertThat(read()).containsExactly("a=1", "a=2");
  }

  @Test
  void aLogThatHasGrownLongIsGivenUpToBeTakenAgain() {
    List<Integer> givenUp = new CopyOnWriteArrayList<>();
    GroupLog groups = new GroupLog((partition, which, reason) -> givenUp.add(partition), 2);
    groups.put(3, log);
    TopicPartition partition = new TopicPartition("groups", 3);
    for (int i = 0; i < 3; i++) {
      groups.append(
          partition,
          VerificationGuard.SENTINEL,
          io.weir.kafka.TestRecords.batch("record"),
          (short) 0);
    }
    assertThat(
            Futures.<Void>await(
                Future.future(promise -> gateway.vertx().runOnContext(promise::complete))))
        .isNull();
    org.awaitility.Awaitility.await().until(() -> givenUp.contains(3));
  }
}
