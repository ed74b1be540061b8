package io.weir.embedded;

import io.vertx.core.Future;
import io.weir.backend.BackendEnvironment;
import io.weir.backend.Isolation;
import io.weir.backend.Offsets;
import io.weir.backend.Read;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A process with a log of very many topics, in as little heap as its parent gives it; it says what
 * it did and how long that took, waits to be killed, and fails where anything is not as it should
 * be.
 *
 * <p>Arguments: the directory, how many topics, and {@code fill} or {@code check}.
 */
final class ManyTopicsProcess {
  private static final int IN_FLIGHT = 256;

  private final EmbeddedBackend backend;
  private final int topics;

  private ManyTopicsProcess(Path directory, int topics) throws IOException {
    this.topics = topics;
    long begun = System.nanoTime();
    this.backend =
        EmbeddedBackend.open(
            new BackendEnvironment(null, directory, false, Map.of("retentionCheckMillis", 5000)));
    say("opened", 1, begun);
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    ManyTopicsProcess process = new ManyTopicsProcess(directory, Integer.parseInt(arguments[1]));
    if (arguments[2].equals("fill")) {
      process.fill();
    } else {
      process.check();
    }
    System.out.println("done");
    new CountDownLatch(1).await(); // until it is killed
  }

  private static void say(String what, int count, long begun) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf("%s: %d in %.2f s, %.0f/s%n", what, count, seconds, count / seconds);
  }

  /** Does something many times, a few hundred at once. */
  private static void repeat(String what, int count, IntFunction<Future<?>> action)
      throws Exception {
    long begun = System.nanoTime();
    Semaphore window = new Semaphore(IN_FLIGHT);
    Throwable[] failure = new Throwable[1];
    for (int i = 0; i < count; i++) {
      window.acquire();
      action.apply(i).onFailure(cause -> failure[0] = cause).onComplete(done -> window.release());
    }
    window.acquire(IN_FLIGHT);
    if (failure[0] != null) {
      throw new AssertionError(what, failure[0]);
    }
    say(what, count, begun);
  }

  private void fill() throws Exception {
    TopicPartition[] partitions = new TopicPartition[topics];
    repeat(
        "created",
        topics,
        i ->
            backend
                .topics()
                .create("topic-%07d".formatted(i), 1, TopicSettings.STATE)
                .onSuccess(topic -> partitions[i] = new TopicPartition(topic.id(), 0)));
    repeat(
        "appended",
        topics,
        i -> backend.log().append(partitions[i], TestLog.batch("message of topic " + i)));
  }

  private void check() throws Exception {
    List<TopicDescription> all =
        TestLog.get(backend.topics().list()).stream()
            .sorted(Comparator.comparing(TopicDescription::name))
            .toList();
    require(all.size() == topics, all.size() + " topics", null);
    repeat(
        "read",
        topics,
        i -> {
          TopicPartition partition = new TopicPartition(all.get(i).id(), 0);
          return backend.log().offsets(partition).map(found -> require(found, i));
        });
    int some = Math.min(topics, 20_000);
    repeat("written to again", some, i -> again(all.get(i * (topics / some)), i * (topics / some)));
    repeat("deleted", some, i -> backend.topics().delete(all.get(i).id()));
    repeat(
        "created and deleted",
        some,
        i ->
            backend
                .topics()
                .create("brief-" + i, 1, TopicSettings.STATE)
                .compose(topic -> backend.topics().delete(topic.id())));
    int left = TestLog.get(backend.topics().list()).size();
    require(left == topics - some, left + " topics after deletions", null);
  }

  private @Nullable Object require(Offsets found, int topic) {
    require(found.highWatermark() == 1, "topic " + topic + " ends at " + found, null);
    return null;
  }

  /** Reads its message, and appends another. */
  private Future<?> again(TopicDescription topic, int number) {
    TopicPartition partition = new TopicPartition(topic.id(), 0);
    return backend
        .log()
        .read(new Read(partition, 0, 1 << 20, Isolation.COMMITTED))
        .compose(
            read -> {
              String text = read.batches().toString(StandardCharsets.US_ASCII);
              read.batches().release();
              require(text.contains("message of topic " + number), "no message", partition);
              return backend.log().append(partition, TestLog.batch("again"));
            })
        .map(
            appended -> {
              require(appended.baseOffset() == 1, "offset " + appended, partition);
              return null;
            });
  }

  private static void require(boolean holds, String what, @Nullable Object where) {
    if (!holds) {
      throw new AssertionError(what + (where == null ? "" : " of " + where));
    }
  }
}
