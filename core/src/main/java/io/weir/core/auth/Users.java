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
    Snapshot now = snapshot;
    Optional<Identity> found = identity(now, claimant);
    Looks looks = looks(now, claimant);
    return candidate(
        found,
        found.flatMap(it -> it.user().scram(mechanism)),
        fakes.of(subject(claimant), mechanism, looks.of(mechanism)));
  }

  /** Against what a password is to be verified. */
  Candidate forPassword(Claimant claimant) {
    Snapshot now = snapshot;
    Optional<Identity> found = identity(now, claimant);
    Looks looks = looks(now, claimant);
    return candidate(
        found,
        found.flatMap(it -> forPassword(it.user())),
        fakes.of(subject(claimant), looks.password(), looks.of(looks.password())));
  }

  /** Which of a user's credentials verifies a password. */
  static Optional<ScramCredential> forPassword(User user) {
    return user.scram(ScramMechanism.SHA_256).or(() -> user.scram(ScramMechanism.SHA_512));
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

  private static Candidate candidate(
      Optional<Identity> found, Optional<ScramCredential> real, ScramCredential fake) {
    return new Candidate(real.orElse(fake), real.isPresent() ? found.orElse(null) : null);
  }

  private Optional<Identity> identity(Snapshot now, Claimant claimant) {
    lookups.increment();
    // Also of who is refused already: a look into a tenant that nobody has looked into takes time.
    Optional<User> named =
        Optional.ofNullable(now.directories().get(claimant.login().like()))
            .flatMap(directory -> directory.named(claimant.who().name()));
    return claimant.placed().flatMap(in -> named.map(user -> new Identity(in, user)));
  }

  private static Looks looks(Snapshot now, Claimant claimant) {
    Directory directory = now.directories().get(claimant.who().world());
    return directory == null ? now.looks() : directory.looks();
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
