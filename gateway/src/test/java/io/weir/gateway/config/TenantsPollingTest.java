package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.weir.core.definition.TenantDefinition;
import io.weir.core.event.Events;
import io.weir.core.tenant.Tenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
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
}
