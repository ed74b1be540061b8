package io.weir.embedded;

import io.weir.backend.AppendResult;
import io.weir.backend.BackendEnvironment;
import io.weir.backend.Durability;
import io.weir.backend.TopicDescription;
import io.weir.backend.TopicPartition;
import io.weir.backend.TopicSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * A process to be killed: goes on with what it is told, and says of each batch what was promised,
 * before anybody else knows.
 *
 * <p>Arguments: the directory, and for each of two topics the sequence number to begin with.
 */
final class CrashWriter {
  private static final int IN_FLIGHT = 4; // fewer than the window of an idempotent producer

  private CrashWriter() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    EmbeddedBackend backend =
        EmbeddedBackend.open(
            new BackendEnvironment(null, directory, false, Map.of("segmentBytes", 256 << 10)));
    Thread sync = writer(backend, Durability.SYNC, 1, Integer.parseInt(arguments[1]));
    Thread async = writer(backend, Durability.ASYNC, 2, Integer.parseInt(arguments[2]));
    sync.start();
    async.start();
    sync.join();
    async.join();
  }

  /** The body of the batch with a sequence number: of many lengths, and like no other. */
  static String body(int sequence) {
    return sequence + "-" + "x".repeat(sequence * 37 % 3000);
  }

  private static Thread writer(
      EmbeddedBackend backend, Durability durability, long producer, int first) {
    TopicPartition partition = new TopicPartition(topic(backend, durability).id(), 0);
    Semaphore window = new Semaphore(IN_FLIGHT);
    PrintStream out = System.out;
    return new Thread(
        () -> {
          for (int sequence = first; ; sequence++) {
            window.acquireUninterruptibly();
            int sent = sequence;
            backend
                .log()
                .append(partition, TestLog.batch(producer, 0, sent, body(sent)))
                .onSuccess(result -> acknowledge(out, durability, sent, result))
                .onFailure(failure -> out.println("failed " + failure))
                .onComplete(done -> window.release());
          }
        });
  }

  private static void acknowledge(
      PrintStream out, Durability durability, int sequence, AppendResult result) {
    out.println(durability + " " + sequence + " " + result.baseOffset() + " ok");
  }

  private static TopicDescription topic(EmbeddedBackend backend, Durability durability) {
    String name = durability.name();
    return TestLog.get(backend.topics().list()).stream()
        .filter(topic -> topic.name().equals(name))
        .findAny()
        .orElseGet(
            () ->
                TestLog.get(
                    backend
                        .topics()
                        .create(name, 1, TopicSettings.STATE.withDurability(durability))));
  }
}
