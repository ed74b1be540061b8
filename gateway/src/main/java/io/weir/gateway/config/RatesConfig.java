package io.weir.gateway.config;

import java.util.Optional;

/** How much may flow in one direction. */
public record RatesConfig(
    @Setting(about = "Messages, for example 2000/s.") Optional<Frequency> messages,
    @Setting(about = "Their bytes, for example 20MB/s.") Optional<Throughput> bytes) {}
