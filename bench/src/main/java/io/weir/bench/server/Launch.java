package io.weir.bench.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How to start a server.
 *
 * @param command of the process, which stays the server's
 * @param environment variables that it has besides those of this process
 * @param port of its clients, on loopback
 * @param ready whether the server that writes this file, standard output and error, is ready
 */
public record Launch(
    List<String> command, Map<String, String> environment, int port, Predicate<Path> ready) {}
