package io.breakwater.auth.account;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Whose password was forgotten. */
record ForgottenPassword(@NotNull @Size(max = 320) String email) {}
