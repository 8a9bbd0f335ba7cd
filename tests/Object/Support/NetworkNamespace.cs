using System;

namespace BpfSharp.Object.Tests.Support;

/// <summary>A network namespace with a veth pair, gone after the test.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    private readonly string _name = $"bpfobj{Guid.NewGuid():N}"[..14];

    private NetworkNamespace()
    {
    }

    public const string Device = "v0";

    /// <summary>Skips the test where namespaces can't be made.</summary>
    public static NetworkNamespace Create()
    {
        Tool.Require("ip", "tc", "nsenter");
        Tool.RequireBpf();
        var space = new NetworkNamespace();
        (int code, string output) = Tool.TryRun("ip", "netns", "add", space._name);
        if (code != 0)
            Tool.Skip($"No network namespace can be made: {output}");
        try
        {
            space.Run("ip", "link", "add", Device, "type", "veth", "peer", "name", "v1");
            return space;
        }
        catch
        {
            space.Dispose();
            throw;
        }
    }

    /// <summary>Runs a program inside, with the mounts of outside: <c>ip netns exec</c> and <c>tc -n</c> hide /sys/fs/bpf.</summary>
    public string Run(string program, params string[] arguments) => Tool.Run("nsenter", [$"--net=/run/netns/{_name}", program, .. arguments]);

    public void Dispose() => Tool.TryRun("ip", "netns", "del", _name);
}
