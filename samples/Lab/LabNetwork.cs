using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace BpfSharp.Samples;

/// <summary>Network namespaces joined by veth pairs, made for one run and removed after it.</summary>
/// <remarks>
/// Names are <c>bpfsharp-PID-NAME</c>. What a killed run left behind is found by its process id and removed when the next lab is made:
/// a namespace takes its interfaces, filters and links with it.
/// </remarks>
public sealed class LabNetwork : IDisposable
{
    private const string Prefix = "bpfsharp-";
    private const string NamespaceFolder = "/run/netns";

    private readonly List<LabNamespace> _namespaces = [];

    /// <exception cref="LabUnavailableException">Not Linux, not root, or no <c>ip</c>.</exception>
    public LabNetwork()
    {
        if (!OperatingSystem.IsLinux())
            throw new LabUnavailableException("network namespaces need Linux");
        if (!Environment.IsPrivilegedProcess)
            throw new LabUnavailableException("network namespaces need root (CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_BPF)");
        RemoveStale();
    }

    /// <summary>Adds a namespace whose loopback is up.</summary>
    public LabNamespace AddNamespace(string name)
    {
        string fullName = $"{Prefix}{Environment.ProcessId}-{name}";
        IpCommand.Run($"netns add {fullName}");
        var added = new LabNamespace(fullName);
        _namespaces.Add(added);
        added.Ip("link set lo up");

        // Nobody else is here: without the search for duplicates, link-local addresses work at once, and neighbours are found.
        added.SetParameter("net.ipv6.conf.all.accept_dad", "0");
        added.SetParameter("net.ipv6.conf.default.accept_dad", "0");
        return added;
    }

    /// <summary>Joins two namespaces by a veth pair; both ends are up and have their addresses.</summary>
    public void Join(LabNamespace left, string leftDevice, string leftAddress, LabNamespace right, string rightDevice, string rightAddress)
    {
        // Made inside the first namespace: the default namespace never sees the pair.
        left.Ip($"link add {leftDevice} type veth peer name {rightDevice} netns {right.Name}");
        left.Ip($"address add {leftAddress} dev {leftDevice}");
        right.Ip($"address add {rightAddress} dev {rightDevice}");
        left.Ip($"link set {leftDevice} up");
        right.Ip($"link set {rightDevice} up");
    }

    public void Dispose()
    {
        foreach (LabNamespace item in Enumerable.Reverse(_namespaces))
            IpCommand.TryRun($"netns delete {item.Name}");
        _namespaces.Clear();
    }

    private static void RemoveStale()
    {
        if (!Directory.Exists(NamespaceFolder))
            return;
        foreach (string path in Directory.EnumerateFiles(NamespaceFolder, Prefix + "*"))
        {
            string name = Path.GetFileName(path);
            string process = name[Prefix.Length..].Split('-')[0];
            if (int.TryParse(process, out int id) && !Directory.Exists($"/proc/{id}"))
                IpCommand.TryRun($"netns delete {name}");
        }
    }
}
