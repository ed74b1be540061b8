package io.weir.core.place;

import io.weir.core.tenant.Tenant;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tenants by name, found in the same steps whether they exist or not: what is looked up is a digest
 * under a key that nobody knows, and exactly one digest is compared.
 */
final class TenantNames {
  private static final String ALGORITHM = "HmacSHA256";
  private static final SecretKeySpec KEY = key();

  private record Entry(byte[] digest, @Nullable Tenant tenant) {}

  private static final Entry NOBODY = new Entry(digest(""), null);

  private final Map<Long, Entry> byDigest = new HashMap<>();

  TenantNames(Collection<Tenant> tenants) {
    for (Tenant tenant : tenants) {
      byte[] digest = digest(tenant.name());
      byDigest.put(start(digest), new Entry(digest, tenant));
    }
  }

  @Nullable Tenant find(String name) {
    byte[] digest = digest(name);
    Entry entry = byDigest.getOrDefault(start(digest), NOBODY);
    return MessageDigest.isEqual(entry.digest, digest) ? entry.tenant : null;
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
