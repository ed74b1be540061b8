package io.weir.core.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Gets documents with keys: bounded in size and time, from files or over HTTP. Thread-safe. */
final class KeyFetch implements AutoCloseable {
  static final int MAX_BYTES = 256 * 1024;
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final int THREADS = 2;
  private static final int QUEUE = 10_000;

  private final Duration time;
  private final ExecutorService threads;
  private @Nullable HttpClient client;

  /**
   * @param time within which a document is there
   */
  KeyFetch(Duration time) {
    this.time = time;
    var numbers = new AtomicInteger();
    var pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            job -> {
              Thread thread = new Thread(job, "weir-keys-" + numbers.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  /** Made when it is first needed: it has threads of its own, and a start does without it. */
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      // Whoever can answer for the address can name another: what it redirects to is not asked.
      made =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .executor(threads)
              .build();
      client = made;
    }
    return made;
  }

  /** The document; fails with an {@link IOException} or a timeout. */
  CompletableFuture<String> get(URI address) {
    CompletableFuture<String> document =
        "file".equalsIgnoreCase(address.getScheme())
            ? CompletableFuture.supplyAsync(() -> file(Path.of(address.getPath())), threads)
            : http(address);
    return document.orTimeout(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private CompletableFuture<String> http(URI address) {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(time)
            .header("Accept", "application/jwk-set+json, application/json")
            .build();
    var body = BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BYTES);
    CompletableFuture<HttpResponse<String>> sent = client().sendAsync(request, body);
    CompletableFuture<String> document = sent.thenApply(KeyFetch::document);
    // A server that sends its body a byte at a time is let go of when the time is over.
    document.whenComplete((text, failure) -> sent.cancel(true));
    return document;
  }

  private static String document(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new UncheckedIOException(
          new IOException("status " + response.statusCode() + " instead of keys"));
    }
    return response.body();
  }

  private static String file(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
    threads.shutdownNow();
  }
}
