package io.weir.tests.tenants;

import io.weir.tests.tenants.Credential.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client claims of who it is, as the matrix counts it.
 *
 * @param kind how
 * @param said what stands behind the {@code @} of its name; empty without one
 * @param proven the tenant in which its secret is the right one, or {@link #NOBODYS}
 * @param isUser whether the tenants have a user of that name
 */
record Claim(Kind kind, String said, String proven, boolean isUser) {
  static final String NOBODYS = "nobody's";

  /** No tenant. */
  static final String GHOST = "ghost";

  /** All that there is of a kind. */
  static List<Claim> all(Kind kind) {
    if (kind == Kind.NONE) {
      return List.of(new Claim(kind, "", NOBODYS, true));
    }
    List<Claim> all = new ArrayList<>();
    for (String said : kind.hasName() ? List.of("", "red", "blue", "free", GHOST) : List.of("")) {
      for (String proven : List.of("red", "blue", "free", NOBODYS)) {
        all.add(new Claim(kind, said, proven, true));
      }
      all.add(new Claim(kind, said, "red", false));
    }
    return all;
  }

  /**
   * The tenant in which it is let in, as the specification says; nothing of the product is asked.
   */
  Optional<String> admittedTo(Place place) {
    return meant(place)
        .filter(tenant -> isUser && proven.equals(tenant))
        .filter(tenant -> !said.equals(GHOST))
        .filter(tenant -> kind != Kind.PASSWORD || place.isConfidential())
        .filter(tenant -> kind != Kind.CERTIFICATE || place.listener().equals(Crossroads.TLS));
  }

  /** What a client says must be possible; what it leaves open must have one answer. */
  private Optional<String> meant(Place place) {
    if (Crossroads.TENANTS.contains(said)) {
      return Optional.of(said).filter(place.reached()::contains);
    }
    return place.reached().size() == 1
        ? Optional.of(place.reached().iterator().next())
        : Optional.empty();
  }

  /** The same as a client shows it, who is one of many. */
  Credential credential(Crossroads at, int number) throws Exception {
    String user = isUser ? Crossroads.user(number) : "nobody-" + number;
    String name = said.isEmpty() ? user : user + "@" + said;
    return new Credential(
        kind,
        name,
        at.secret(kind, user, proven),
        kind == Kind.CERTIFICATE
            ? at.authority.trustingAs("CN=%s,O=%s".formatted(user, proven))
            : at.authority.trusting());
  }

  @Override
  public String toString() {
    return "%s of %s%s with the secret of %s"
        .formatted(kind, isUser ? "a user" : "nobody", said.isEmpty() ? "" : " @" + said, proven);
  }
}
