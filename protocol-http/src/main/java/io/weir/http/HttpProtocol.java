package io.weir.http;

import io.vertx.core.Future;
import io.weir.http.command.Budget;
import io.weir.http.connection.HttpLoopServer;
import io.weir.protocol.Endpoint;
import io.weir.protocol.Listener;
import io.weir.protocol.Protocol;
import io.weir.protocol.ProtocolContext;
import io.weir.protocol.SharedPort;

/** Publishing, reading and managing topics over HTTP/1.1. */
public final class HttpProtocol implements Protocol {
  private static final long LEAST_BUDGET_BYTES = 32L << 20;

  @Override
  public String name() {
    return "http";
  }

  @Override
  public Future<Endpoint> open(Listener listener, ProtocolContext context) {
    // What requests and replies under way may hold together: a share of what the process has.
    var budget = new Budget(Math.max(LEAST_BUDGET_BYTES, Runtime.getRuntime().maxMemory() / 4));
    return SharedPort.open(
        name(),
        listener,
        context.vertx(),
        context.sessions(),
        port -> new HttpLoopServer(port, context.core(), budget));
  }

  @Override
  public String example(String address) {
    return "curl -d hello http://" + address + "/topics/orders";
  }
}
