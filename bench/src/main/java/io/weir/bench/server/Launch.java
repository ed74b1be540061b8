package io.weir.bench.server;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How to start a server.
 *
 * @param command of the process, which stays the server's
 * @param kafkaPort on loopback
 * @param health answers a GET with 200 once the server is ready; for one without it, an answer on
 *     the Kafka port is all
 */
public record Launch(List<String> command, int kafkaPort, Optional<URI> health) {}
