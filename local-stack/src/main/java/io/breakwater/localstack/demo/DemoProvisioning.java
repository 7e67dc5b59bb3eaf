package io.breakwater.localstack.demo;

import io.breakwater.localstack.store.Secrets;
import io.breakwater.localstack.suite.DemoAccount;
import io.breakwater.localstack.suite.Login;
import io.breakwater.localstack.suite.Provisioning;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Makes the demo tenant: registered, on the enterprise plan, with a live key that reads and writes. */
public final class DemoProvisioning implements Provisioning {

    private static final int TOO_MANY_REQUESTS = 429;

    @Override
    public DemoAccount provision(URI base, Login platformAdmin, @Nullable DemoAccount kept) {
        var gateway = new Gateway(base, Exchanges.UNSEEN);
        return kept != null && works(gateway, kept) ? kept : create(gateway, platformAdmin);
    }

    /** Whether the account signs in; one that is only told to wait does. */
    private static boolean works(Gateway gateway, DemoAccount account) {
        int status =
                gateway.send(Tenant.login(account.email(), account.password())).status();
        return status == 200 || status == TOO_MANY_REQUESTS;
    }

    private static DemoAccount create(Gateway gateway, Login platformAdmin) {
        // Of its own name, so that an earlier account, whose password is lost, is not in the way.
        String email = "demo-" + Secrets.password().substring(0, 8) + "@breakwater.example";
        String password = Secrets.password();
        var registered = gateway.send(Tenant.register(email, password, "Demo")).expect(201);
        String tenantId = registered.text("/tenant/id");
        String administrator = gateway.send(Tenant.platformLogin(platformAdmin.email(), platformAdmin.password()))
                .expect(200)
                .text("/access_token");
        gateway.send(Request.patch("/api/v1/admin/tenants/" + tenantId, "{\"plan\":\"enterprise\"}")
                        .withToken(administrator))
                .expect(200);
        String user = gateway.send(Tenant.login(email, password)).expect(200).text("/access_token");
        String key = gateway.send(Tenant.mintKey(user, "demo")).expect(201).text("/key");
        return new DemoAccount(tenantId, email, password, key);
    }
}
