package io.weir.protocol;

import io.vertx.core.Future;
import io.weir.core.queue.HeaderTypes;
import java.util.Optional;

/**
 * One protocol, as the gateway sees it. Found by {@link java.util.ServiceLoader}, so it has a
 * public constructor without parameters, which does nothing.
 */
public interface Protocol {

  /** The key under {@code ports} in {@code weir.yaml}: lower case, for example "kafka". */
  String name();

  /**
   * Opens an endpoint. Called once per listener that has a port for this protocol, on any thread;
   * what the listeners share hangs on the context, see {@link ProtocolContext#shared}.
   *
   * @return completes when connections are taken; fails with a sentence that names address and port
   *     if they cannot be
   */
  Future<Endpoint> open(Listener listener, ProtocolContext context);

  /**
   * What this head keeps of the types of headers beside their text, for messages that are routed
   * again; empty where text says all.
   */
  default Optional<HeaderTypes> headerTypes() {
    return Optional.empty();
  }

  /**
   * Reads the definitions of a broker of this protocol, for {@code weir import} and for what
   * tenants' files name; empty where there is no such thing.
   */
  default Optional<DefinitionsReader> definitions() {
    return Optional.empty();
  }

  /**
   * A command that a person can paste into a shell to see this protocol work, for the start-up
   * message.
   *
   * @param address where the endpoint listens, with the real port, as one writes it: {@code
   *     127.0.0.1:9092}, {@code [::1]:9092}
   */
  String example(String address);
}
