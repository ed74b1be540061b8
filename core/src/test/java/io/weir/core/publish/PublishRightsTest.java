package io.weir.core.publish;

import static io.weir.core.TestCore.ALICE;
import static io.weir.core.TestCore.bytes;
import static io.weir.core.TestCore.message;
import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.weir.backend.TopicSettings;
import io.weir.core.CoreOptions;
import io.weir.core.TestCore;
import io.weir.core.access.Access.Operation;
import io.weir.core.access.Access.Resource.Kind;
import io.weir.core.access.AccessRule;
import io.weir.core.access.ResourcePattern;
import io.weir.core.access.RuleAccess;
import io.weir.core.access.Subject;
import io.weir.core.access.TenantAccess;
import io.weir.core.address.Address;
import io.weir.core.address.TopicName;
import io.weir.core.failure.Failure;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.record.BatchBuilder;
import io.weir.record.Compression;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishing where rules tell keys apart. */
class PublishRightsTest {
  private static final Caller SENSOR = ALICE.withClient("s7");
  private final TestCore test =
      new TestCore(
          CoreOptions.DEFAULT.withAccess(
              new RuleAccess(
                  Map.of(
                      Tenant.DEFAULT,
                      new TenantAccess(
                          true,
                          List.of(
                              allow(Operation.PUBLISH, "sensors/%c/#"),
                              allow(Operation.PUBLISH, "fresh/%c"),
                              allow(Operation.CONSUME, "#")))))));
  private Topic sensors;

  private static AccessRule allow(Operation operation, String pattern) {
    return AccessRule.allow(
        EnumSet.of(operation), new Subject.User("alice"), new ResourcePattern(Kind.TOPIC, pattern));
  }

  @BeforeEach
  void create() {
    sensors =
        await(
            test.core()
                .topics()
                .create(
                    Caller.internal(Tenant.DEFAULT),
                    new TopicName("sensors"),
                    1,
                    TopicSettings.DEFAULT));
  }

  @AfterEach
  void end() {
    test.close();
  }

  @Test
  void aMessageIsAskedForByItsAddress() {
    await(publish("sensors/s7/temp"));
    assertDenied(publish("sensors/s8/temp"), "'sensors/s8/temp'");
    assertDenied(publish("sensors"), "'sensors'");
    assertThat(test.messages(sensors, 0)).containsExactly("s7/temp=x");
  }

  @Test
  void aBatchIsTakenWholeOrRefusedWhole() {
    await(batch(Compression.NONE, "s7/a", "s7/b"));
    assertDenied(batch(Compression.NONE, "s7/c", "s8/a", "s7/d"), "'sensors/s8/a'");
    assertThat(test.messages(sensors, 0)).containsExactly("s7/a=x", "s7/b=x");
  }

  @Test
  void compressionHidesNoKey() {
    await(batch(Compression.ZSTD, "s7/a"));
    assertDenied(batch(Compression.ZSTD, "s7/b", "s8/a"), "'sensors/s8/a'");
    assertThat(test.messages(sensors, 0)).containsExactly("s7/a=x");
  }

  @Test
  void aMessageWithoutAKeyIsItsTopicsAddress() {
    assertDenied(batch(Compression.NONE, "s7/a", null), "'sensors'");
  }

  @Test
  void aKeyThatIsNoTextIsNobodys() {
    ByteBuf batch =
        BatchBuilder.create(ByteBufAllocator.DEFAULT)
            .add(1, Unpooled.wrappedBuffer(new byte[] {'s', '7', '/', -1}), bytes("x"), List.of())
            .build();
    assertDenied(test.core().publisher().publishBatch(SENSOR, sensors, 0, batch), "UTF-8");
    assertThat(batch.refCnt()).isZero();
  }

  @Test
  void whatCannotBeLookedIntoIsRefused() {
    ByteBuf damaged = built(Compression.NONE, "s7/a");
    damaged.setByte(damaged.writerIndex() - 1, 77);
    assertThatThrownBy(() -> await(publish(damaged))).isInstanceOf(Failure.CorruptBatch.class);
    ByteBuf oversized =
        BatchBuilder.create(ByteBufAllocator.DEFAULT, Compression.ZSTD)
            .add(
                1,
                bytes("s7/a"),
                Unpooled.wrappedBuffer(new byte[PublishRights.MAX_INFLATED_BYTES]),
                List.of())
            .build();
    assertThat(oversized.readableBytes()).isLessThan(sensors.settings().maxBatchBytes());
    assertThatThrownBy(() -> await(publish(oversized)))
        .isInstanceOf(Failure.TooLarge.class)
        .hasMessageContaining("decompressed");
    assertThat(test.messages(sensors, 0)).isEmpty();
  }

  @Test
  void whoMayPublishToSomeKeysMayCreateTheTopicByIt() {
    await(publish("fresh/s7"));
    assertThat(test.core().topics().find(Tenant.DEFAULT, new TopicName("fresh"))).isPresent();
    assertDenied(publish("other/s7"), "'other'");
  }

  private Future<Receipt> publish(String address) {
    return test.core().publisher().publish(SENSOR, Address.parse(address), message("x"));
  }

  private Future<Receipt> batch(Compression compression, String... keys) {
    return publish(built(compression, keys));
  }

  private Future<Receipt> publish(ByteBuf batch) {
    return test.core().publisher().publishBatch(SENSOR, sensors, 0, batch);
  }

  private static ByteBuf built(Compression compression, String... keys) {
    BatchBuilder batch = BatchBuilder.create(ByteBufAllocator.DEFAULT, compression);
    for (String key : keys) {
      batch.add(1, key == null ? null : bytes(key), bytes("x"), List.of());
    }
    return batch.build();
  }

  private static void assertDenied(Future<?> future, String what) {
    assertThatThrownBy(() -> await(future))
        .isInstanceOf(Failure.Denied.class)
        .hasMessageContaining(what);
  }
}
