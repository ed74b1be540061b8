package io.weir.gateway.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Somebody whose tokens are believed. */
public record IssuerConfig(
    @Setting(about = "Its name: the 'iss' of its tokens, letter by letter.") String issuer,
    @Setting(
            about =
                "Where its public keys are, as a JWK set: an address with https, or with http on this machine, or a file: URL.")
        URI keys,
    @Setting(about = "One of these is in a token's 'aud'.") List<String> audiences,
    @Setting(about = "By which it signs.", standard = "[RS256, PS256, ES256]")
        List<String> algorithms,
    @Setting(about = "By how much its clock may differ, at most 10m.", standard = "30s")
        Duration clockSkew,
    @Setting(
            about =
                "The claim that names the user, where every holder of a token is one. Without it only users of this file are.")
        Optional<String> userClaim,
    @Setting(
            about =
                "The claims whose values become roles for rules of access; a dot leads into an object.",
            standard = "[scope]")
        List<String> roleClaims) {

  public IssuerConfig {
    audiences = List.copyOf(audiences);
    algorithms = List.copyOf(algorithms);
    roleClaims = List.copyOf(roleClaims);
  }
}
