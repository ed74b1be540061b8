/**
 * The contract of {@link io.weir.backend} as tests, which every backend runs.
 *
 * <p>A backend's module implements {@link io.weir.backend.kit.BackendFixture} and extends {@link
 * io.weir.backend.kit.BackendContract}; each theme of the contract is a nested class there. What a
 * backend does not declare in its capabilities is skipped by name, and must then be refused as the
 * contract says.
 */
@NullMarked
package io.weir.backend.kit;

import org.jspecify.annotations.NullMarked;
