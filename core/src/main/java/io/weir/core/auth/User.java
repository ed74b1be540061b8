package io.weir.core.auth;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Somebody who may connect to a tenant.
 *
 * @param name in its tenant, at least one character; held in the form that {@link SaslPrep} gives
 *     it, so that two names that look alike are one
 * @param credentials by which it proves itself: one of each SCRAM mechanism at most, any number of
 *     others; with none it cannot connect
 * @param administrator whether it may see and change every tenant
 */
public record User(String name, List<Credential> credentials, boolean administrator) {

  /**
   * @throws IllegalArgumentException with a sentence, for a name or credentials that cannot be
   */
  public User {
    name =
        SaslPrep.stored(name)
            .filter(it -> !it.isEmpty())
            .orElseThrow(
                () -> new IllegalArgumentException("a user's name is text without control codes"));
    credentials = List.copyOf(credentials);
    var mechanisms =
        credentials.stream()
            .filter(ScramCredential.class::isInstance)
            .map(it -> ((ScramCredential) it).mechanism())
            .collect(Collectors.groupingBy(it -> it, Collectors.counting()));
    for (var entry : mechanisms.entrySet()) {
      if (entry.getValue() > 1) {
        throw new IllegalArgumentException(
            "user '" + name + "' has two credentials for " + entry.getKey().mechanismName());
      }
    }
  }

  /** Its credential that another system had. */
  public Optional<ImportedCredential> imported() {
    return credentials.stream()
        .filter(ImportedCredential.class::isInstance)
        .map(ImportedCredential.class::cast)
        .findFirst();
  }

  /** Its credential for a mechanism. */
  public Optional<ScramCredential> scram(ScramMechanism mechanism) {
    return credentials.stream()
        .filter(ScramCredential.class::isInstance)
        .map(ScramCredential.class::cast)
        .filter(it -> it.mechanism() == mechanism)
        .findFirst();
  }
}
