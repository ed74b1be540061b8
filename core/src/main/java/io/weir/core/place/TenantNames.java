package io.weir.core.place;

import io.weir.core.tenant.Tenant;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tenants by name, found in the same steps whether they exist or not: what is looked up is a digest
 * under a key that nobody knows, and exactly one digest is compared.
 */
final class TenantNames {
  private static final String ALGORITHM = "HmacSHA256";
  private static final SecretKeySpec KEY = key();

  private record Entry(byte[] digest, Tenant tenant) {}

  /**
   * A tenant with whose name another was compared.
   *
   * @param tenant one for each name, but nobody can tell which, if it is no tenant's
   * @param isNamed whether the name is its
   */
  record Compared(Tenant tenant, boolean isNamed) {}

  private final Map<Long, Entry> byDigest = new HashMap<>();
  private final List<Entry> entries;

  TenantNames(Collection<Tenant> tenants) {
    for (Tenant tenant : tenants) {
      byte[] digest = digest(tenant.name());
      byDigest.put(start(digest), new Entry(digest, tenant));
    }
    this.entries =
        byDigest.isEmpty()
            ? List.of(new Entry(new byte[0], Placement.NOWHERE))
            : List.copyOf(byDigest.values());
  }

  Compared find(String name) {
    byte[] digest = digest(name);
    long start = start(digest);
    Entry any = entries.get((int) Long.remainderUnsigned(start, entries.size()));
    Entry entry = byDigest.getOrDefault(start, any);
    return new Compared(entry.tenant, MessageDigest.isEqual(entry.digest, digest));
  }

  private static long start(byte[] digest) {
    return ByteBuffer.wrap(digest).getLong();
  }

  private static byte[] digest(String name) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(KEY);
      return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static SecretKeySpec key() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new SecretKeySpec(bytes, ALGORITHM);
  }
}
