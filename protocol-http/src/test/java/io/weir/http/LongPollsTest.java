package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.backend.AppendWait;
import io.weir.backend.Backend;
import io.weir.core.CoreOptions;
import io.weir.protocol.ConnectionBounds;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A client that asks for more again and again on one connection, for as long as that lives. */
class LongPollsTest {
  private static final int POLLS = 20;

  private final Queue<WeakReference<AppendWait>> waits = new ConcurrentLinkedQueue<>();

  @Test
  void aConnectionKeepsNothingOfTheWaitsThatAreOver() throws IOException {
    try (var server =
            new TestServer(CoreOptions.DEFAULT, ConnectionBounds.DEFAULT, this::noteWaits);
        var client = new RawClient(server.port())) {
      new Browser(server.port()).put("/topics/polled", "");
      for (int i = 0; i < POLLS; i++) {
        assertThat(
                client
                    .send(
                        "GET /topics/polled/partitions/0/records?wait=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .receive())
            .startsWith("HTTP/1.1 200 ");
      }
      assertThat(waits).hasSize(POLLS);
      // The last request may still hang on the connection, those before it may not.
      await()
          .until(
              () -> {
                System.gc();
                return waits.stream().filter(wait -> wait.get() != null).count() <= 1;
              });
      assertThat(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").receive())
          .startsWith("HTTP/1.1 200 ");
    }
  }

  private Backend noteWaits(Backend backend) {
    return Around.log(
        backend,
        (method, through) -> {
          Object result = through.call();
          if (result instanceof AppendWait wait) {
            waits.add(new WeakReference<>(wait));
          }
          return result;
        });
  }
}
