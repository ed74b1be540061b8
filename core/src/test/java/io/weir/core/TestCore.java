package io.weir.core;

import static io.weir.testing.Futures.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.weir.backend.Backend;
import io.weir.backend.Capabilities.Feature;
import io.weir.backend.Isolation;
import io.weir.backend.ReadResult;
import io.weir.backend.kit.BackendFixture;
import io.weir.backend.reference.ReferenceBackends;
import io.weir.core.event.Event;
import io.weir.core.publish.Message;
import io.weir.core.tenant.Caller;
import io.weir.core.tenant.Principal;
import io.weir.core.tenant.Tenant;
import io.weir.core.topic.Topic;
import io.weir.record.Batches;
import io.weir.record.LogRecord;
import io.weir.record.RecordBatch;
import io.weir.record.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A core over the reference backend, its storage, and what happened in it. */
public final class TestCore implements AutoCloseable {
  public static final Caller ALICE =
      new Caller(Tenant.DEFAULT, Principal.named("alice"), "test", "test-1");
  public static final Caller STRANGER =
      new Caller(new Tenant("other"), Principal.named("eve"), "test", "test-2");

  public final Vertx vertx = Vertx.vertx();
  public final BackendFixture storage = ReferenceBackends.storage(EnumSet.allOf(Feature.class));
  public final List<Event> events = new CopyOnWriteArrayList<>();
  private CoreOptions options = CoreOptions.DEFAULT;
  private UnaryOperator<Backend> around = backend -> backend;
  private Backend backend;
  private RunningCore running;

  public TestCore() {
    start();
  }

  public TestCore(CoreOptions options) {
    this.options = options;
    start();
  }

  public TestCore(CoreOptions options, UnaryOperator<Backend> around) {
    this.options = options;
    this.around = around;
    start();
  }

  public Core core() {
    return running.core();
  }

  public RunningCore running() {
    return running;
  }

  public Backend backend() {
    return backend;
  }

  /** Ends it in order and starts it again on the same storage. */
  public void restart() {
    stop();
    start();
  }

  /** Ends it as kill -9 does, and starts it again on the same storage. */
  public void crash() {
    crash(storage -> {});
  }

  /** Ends it as kill -9 does, lets something happen to the storage, and starts it again. */
  public void crash(Consumer<Backend> meanwhile) {
    try {
      storage.kill(backend);
      Backend between = storage.open(vertx);
      meanwhile.accept(between);
      await(between.close());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    start();
  }

  private void start() {
    try {
      backend = storage.open(vertx);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    running = await(RunningCore.start(vertx, around.apply(backend), options));
    running.core().events().listen(events::add);
  }

  private void stop() {
    await(running.close());
    await(backend.close());
  }

  @Override
  public void close() {
    stop();
    await(vertx.close());
  }

  /** All messages of a partition, as "key=body", with "-" for no key and no body. */
  public List<String> messages(Topic topic, int partition) {
    ReadResult result =
        await(
            core()
                .reader()
                .read(ALICE, topic, partition, 0, Integer.MAX_VALUE, Isolation.COMMITTED));
    List<String> messages = new ArrayList<>();
    for (RecordBatch batch : Batches.in(result.batches())) {
      try (Records records = batch.records(1 << 20)) {
        for (LogRecord message : records) {
          messages.add(text(message.key()) + "=" + text(message.value()));
        }
      }
    }
    result.batches().release();
    return messages;
  }

  /** How many batches a partition has. */
  public int batches(Topic topic, int partition) {
    ReadResult result =
        await(
            core()
                .reader()
                .read(ALICE, topic, partition, 0, Integer.MAX_VALUE, Isolation.COMMITTED));
    int count = 0;
    for (RecordBatch ignored : Batches.in(result.batches())) {
      count++;
    }
    result.batches().release();
    return count;
  }

  public static Message message(String body) {
    return new Message(bytes(body), List.of(), Message.NOW);
  }

  public static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  private static String text(ByteBuf bytes) {
    return bytes == null ? "-" : bytes.toString(StandardCharsets.UTF_8);
  }
}
