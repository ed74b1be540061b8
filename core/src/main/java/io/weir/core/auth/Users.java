package io.weir.core.auth;

import io.weir.core.auth.Candidate.Identity;
import io.weir.core.auth.Directory.Looks;
import io.weir.core.place.ClientCertificate;
import io.weir.core.place.Placement;
import io.weir.core.tenant.Tenant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The one database of users, for all protocols. Thread-safe; answers at once from memory, by the
 * same steps for users who exist and users who do not.
 */
public final class Users {
  private record Snapshot(Map<Tenant, Directory> directories, Looks looks) {}

  private final FakeCredentials fakes;
  private final LongAdder lookups = new LongAdder();
  private volatile Snapshot snapshot = new Snapshot(Map.of(), Looks.of(List.of()));

  /**
   * No users.
   *
   * @param secret what credentials of users who do not exist are derived from: at least 32 random
   *     bytes, and the same after a restart, or a client that asks before and after it sees whose
   *     salt has changed
   */
  public Users(byte[] secret) {
    this.fakes = new FakeCredentials(secret);
  }

  /**
   * Puts others in the place of all users of all tenants, at once: whoever looks sees all of the
   * old or all of the new.
   *
   * @throws IllegalArgumentException if users of a tenant cannot be told apart; nothing changes
   *     then
   */
  public void replace(Map<Tenant, ? extends Collection<User>> users) {
    Map<Tenant, Directory> directories = new HashMap<>();
    users.forEach(
        (tenant, members) -> {
          try {
            directories.put(tenant, new Directory(members));
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                "tenant '%s': %s".formatted(tenant.name(), e.getMessage()), e);
          }
        });
    List<User> all = directories.values().stream().flatMap(it -> it.users().stream()).toList();
    snapshot = new Snapshot(Map.copyOf(directories), Looks.of(all));
  }

  /** The user of that name. */
  public Optional<User> find(Tenant tenant, String name) {
    return directory(tenant).flatMap(directory -> SaslPrep.query(name).flatMap(directory::named));
  }

  /** How often somebody was looked up to have a password verified, whether it exists or not. */
  public long lookups() {
    return lookups.sum();
  }

  /** Whose proof a SCRAM exchange is to verify. */
  Candidate forScram(Claimant claimant, ScramMechanism mechanism) {
    Seen seen = see(claimant);
    return candidate(
        seen,
        seen.user().flatMap(user -> user.scram(mechanism)).map(Kept::new),
        fakes.of(subject(claimant), mechanism, seen.looks().of(mechanism)));
  }

  /** Against what a password is to be verified. */
  Candidate forPassword(Claimant claimant) {
    Seen seen = see(claimant);
    ScramMechanism mechanism = seen.looks().password();
    return candidate(
        seen,
        seen.user().flatMap(Users::forPassword),
        fakes.of(subject(claimant), mechanism, seen.looks().of(mechanism)));
  }

  /** Which of a user's credentials verifies a password. */
  static Optional<Kept> forPassword(User user) {
    return user.scram(ScramMechanism.SHA_256)
        .or(() -> user.scram(ScramMechanism.SHA_512))
        .map(Kept::new)
        .or(() -> user.imported().map(it -> new Kept(it.kept(), it)));
  }

  /**
   * What verifies a password.
   *
   * @param imported of which the credential is a part, or null
   */
  record Kept(ScramCredential credential, @Nullable ImportedCredential imported) {
    Kept(ScramCredential credential) {
      this(credential, null);
    }
  }

  /** Whose tokens of an issuer have this subject, which is empty where a token has none. */
  Optional<User> withToken(Tenant tenant, String issuer, String subject) {
    return subject.isEmpty()
        ? Optional.empty()
        : directory(tenant).flatMap(it -> it.withToken(new TokenCredential(issuer, subject)));
  }

  List<User> withCertificate(Tenant tenant, ClientCertificate certificate) {
    return directory(tenant).map(it -> it.withCertificate(certificate)).orElse(List.of());
  }

  /**
   * What was looked at for a claimant.
   *
   * @param user another one where there is none of that name: to look at what nobody has looked at
   *     for long takes time, and whoever is refused is to take as long
   * @param identity whom the claimant means, if that exists
   * @param looks of those who do not
   */
  private record Seen(Optional<User> user, Optional<Identity> identity, Looks looks) {}

  private Seen see(Claimant claimant) {
    lookups.increment();
    Snapshot now = snapshot;
    String name = claimant.who().name();
    Directory like = now.directories().get(claimant.login().like());
    Optional<User> user = like == null ? Optional.empty() : like.namedOrOther(name);
    Optional<Identity> identity =
        claimant
            .placed()
            .flatMap(
                in -> user.filter(it -> it.name().equals(name)).map(it -> new Identity(in, it)));
    Directory home = now.directories().get(claimant.who().world());
    return new Seen(user, identity, home == null ? now.looks() : home.looks());
  }

  private static Candidate candidate(Seen seen, Optional<Kept> theirs, ScramCredential fake) {
    Kept kept = seen.identity().isPresent() ? theirs.orElse(null) : null;
    return kept == null
        ? new Candidate(fake, null, null)
        : new Candidate(kept.credential(), kept.imported(), seen.identity().orElse(null));
  }

  /** What stands for a name in the derivation of its fake: equal for names that are equal. */
  private static String subject(Claimant claimant) {
    Claimant.Who who = claimant.who();
    // Nowhere has another name in each process, and a fake outlives it.
    String world = who.world().equals(Placement.NOWHERE) ? "" : who.world().name();
    return world + '\0' + who.name();
  }

  private Optional<Directory> directory(Tenant tenant) {
    return Optional.ofNullable(snapshot.directories().get(tenant));
  }
}
