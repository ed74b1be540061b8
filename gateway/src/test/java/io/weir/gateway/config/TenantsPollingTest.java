package io.weir.gateway.config;

import static io.weir.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.event.Events;
import io.weir.core.tenant.Tenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantsPollingTest {

  @Test
  void everyChangeIsHandedOn(@TempDir Path directory) throws Exception {
    BlockingQueue<Map<Tenant, TenantDefinition>> handedOn = new LinkedBlockingQueue<>();
    TenantsReader reader = TenantExamples.reader(WeirConfig.standard().withTenants(directory));
    Vertx vertx = Vertx.vertx();
    try {
      TenantsWatch watch = new TenantsWatch(reader, reader.read(), handedOn::add, new Events());
      TenantsPolling polling = TenantsPolling.start(vertx, watch);
      Files.writeString(directory.resolve("a.yaml"), "tenant: a");
      assertThat(handedOn.poll(20, TimeUnit.SECONDS)).containsOnlyKeys(new Tenant("a"));
      Files.writeString(directory.resolve("b.yaml"), "tenant: b");
      assertThat(handedOn.poll(20, TimeUnit.SECONDS)).hasSize(2);
      polling.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void anEndWhileALookBeginsIsNoDefect(@TempDir Path directory) throws Exception {
    TenantsReader reader = TenantExamples.reader(WeirConfig.standard().withTenants(directory));
    Queue<Throwable> defects = new ConcurrentLinkedQueue<>();
    Vertx vertx = Vertx.vertx().exceptionHandler(defects::add);
    try {
      TenantsWatch watch = new TenantsWatch(reader, reader.read(), changed -> {}, new Events());
      for (int i = 0; i < 500; i++) {
        long begun = System.nanoTime();
        TenantsPolling polling = TenantsPolling.start(vertx, watch, Duration.ofMillis(1));
        while (System.nanoTime() - begun < 900_000 + 1_000 * i) { // each a bit later than the last
          Thread.onSpinWait();
        }
        await(polling.close());
      }
    } finally {
      await(vertx.close());
    }
    assertThat(defects).isEmpty();
  }
}
