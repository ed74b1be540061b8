package io.weir.core.auth;

import io.weir.core.auth.Candidate.Identity;
import io.weir.core.auth.Directory.Looks;
import io.weir.core.auth.Naming.Login;
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
  Candidate forScram(Optional<Login> login, String presented, ScramMechanism mechanism) {
    Snapshot now = snapshot;
    Optional<Identity> found = identity(now, login);
    Looks looks = looks(now, login);
    return candidate(
        found,
        found.flatMap(it -> it.user().scram(mechanism)),
        fakes.of(subject(login, presented), mechanism, looks.of(mechanism)));
  }

  /** Against what a password is to be verified. */
  Candidate forPassword(Optional<Login> login, String presented) {
    Snapshot now = snapshot;
    Optional<Identity> found = identity(now, login);
    Looks looks = looks(now, login);
    return candidate(
        found,
        found.flatMap(it -> forPassword(it.user())),
        fakes.of(subject(login, presented), looks.password(), looks.of(looks.password())));
  }

  /** Which of a user's credentials verifies a password. */
  static Optional<ScramCredential> forPassword(User user) {
    return user.scram(ScramMechanism.SHA_256).or(() -> user.scram(ScramMechanism.SHA_512));
  }

  Optional<User> withToken(Tenant tenant, TokenCredential token) {
    return directory(tenant).flatMap(it -> it.withToken(token));
  }

  List<User> withCertificate(Tenant tenant, ClientCertificate certificate) {
    return directory(tenant).map(it -> it.withCertificate(certificate)).orElse(List.of());
  }

  private static Candidate candidate(
      Optional<Identity> found, Optional<ScramCredential> real, ScramCredential fake) {
    return new Candidate(real.orElse(fake), real.isPresent() ? found.orElse(null) : null);
  }

  private Optional<Identity> identity(Snapshot now, Optional<Login> login) {
    lookups.increment();
    return login.flatMap(
        it ->
            Optional.ofNullable(now.directories().get(it.tenant()))
                .flatMap(directory -> SaslPrep.query(it.user()).flatMap(directory::named))
                .map(user -> new Identity(it.tenant(), user)));
  }

  private static Looks looks(Snapshot now, Optional<Login> login) {
    return login
        .map(it -> now.directories().get(it.tenant()))
        .map(Directory::looks)
        .orElse(now.looks());
  }

  /** What stands for a name in the derivation of its fake: equal for names that are equal. */
  private static String subject(Optional<Login> login, String presented) {
    return login
        .map(it -> it.tenant().name() + '\0' + SaslPrep.query(it.user()).orElse(it.user()))
        .orElseGet(() -> '\0' + SaslPrep.query(presented).orElse(presented));
  }

  private Optional<Directory> directory(Tenant tenant) {
    return Optional.ofNullable(snapshot.directories().get(tenant));
  }
}
