package io.weir.gateway.config;

import java.util.Optional;

/** How much all connections of one user may, together. What is not given is not limited. */
public record UserLimitsConfig(
    @Setting(about = "What may come in.", standard = "{}") RatesConfig publish,
    @Setting(about = "What may go out.", standard = "{}") RatesConfig consume,
    @Setting(about = "Requests, for example 100/s.") Optional<Frequency> requests,
    @Setting(about = "Connections at once.", min = 1) Optional<Integer> connections) {}
