package io.weir.core.auth;

import io.weir.core.auth.FakeCredentials.Look;
import io.weir.core.place.ClientCertificate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The users of one tenant, by all that they are found by. Does not change. */
final class Directory {
  private final Map<String, User> byName = new HashMap<>();
  private final Map<TokenCredential, User> byToken = new HashMap<>();
  private final List<User> withCertificates;
  private final List<User> others;
  private final Looks looks;

  /**
   * @throws IllegalArgumentException if two have the same name or the same token
   */
  Directory(Collection<User> users) {
    for (User user : users) {
      if (byName.put(user.name(), user) != null) {
        throw new IllegalArgumentException("there are two users '" + user.name() + "'");
      }
      for (Credential credential : user.credentials()) {
        if (credential instanceof TokenCredential token) {
          User other = byToken.put(token, user);
          if (other != null) {
            throw new IllegalArgumentException(
                "users '%s' and '%s' have the same token subject '%s'"
                    .formatted(other.name(), user.name(), token.subject()));
          }
        }
      }
    }
    this.withCertificates = users.stream().filter(Directory::hasCertificates).toList();
    this.others = List.copyOf(users);
    this.looks = Looks.of(users);
  }

  Optional<User> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The user of that name; if there is none another, the same for each name. */
  Optional<User> namedOrOther(String name) {
    User named = byName.get(name);
    return named != null || others.isEmpty()
        ? Optional.ofNullable(named)
        : Optional.of(others.get(Math.floorMod(name.hashCode(), others.size())));
  }

  Optional<User> withToken(TokenCredential token) {
    return Optional.ofNullable(byToken.get(token));
  }

  /** All whose rules match. */
  List<User> withCertificate(ClientCertificate certificate) {
    return withCertificates.stream().filter(user -> matches(user, certificate)).toList();
  }

  private static boolean hasCertificates(User user) {
    return user.credentials().stream().anyMatch(CertificateCredential.class::isInstance);
  }

  private static boolean matches(User user, ClientCertificate certificate) {
    return user.credentials().stream()
        .anyMatch(
            it -> it instanceof CertificateCredential rule && rule.subject().matches(certificate));
  }

  Collection<User> users() {
    return byName.values();
  }

  Looks looks() {
    return looks;
  }

  /**
   * How the credentials of many users look, so that one who does not exist looks the same.
   *
   * @param password the mechanism by which most passwords are verified
   */
  record Looks(Map<ScramMechanism, Look> byMechanism, ScramMechanism password) {

    static Looks of(Collection<User> users) {
      Map<ScramMechanism, Look> looks = new EnumMap<>(ScramMechanism.class);
      int sha512Only = 0;
      int passwords = 0;
      for (ScramMechanism mechanism : ScramMechanism.values()) {
        looks.put(
            mechanism,
            Look.mostCommon(
                users.stream().flatMap(user -> user.scram(mechanism).stream()).toList()));
      }
      for (User user : users) {
        Optional<ScramCredential> used = Users.forPassword(user).map(Users.Kept::credential);
        passwords += used.isPresent() ? 1 : 0;
        sha512Only +=
            used.filter(it -> it.mechanism() == ScramMechanism.SHA_512).isPresent() ? 1 : 0;
      }
      boolean mostly512 = sha512Only * 2 > passwords;
      return new Looks(looks, mostly512 ? ScramMechanism.SHA_512 : ScramMechanism.SHA_256);
    }

    Look of(ScramMechanism mechanism) {
      return byMechanism.getOrDefault(mechanism, Look.DEFAULT);
    }
  }
}
