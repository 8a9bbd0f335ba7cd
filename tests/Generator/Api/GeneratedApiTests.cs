using System.Linq;
using BpfSharp.Generator.Tests.Infrastructure;
using BpfSharp.Objects.Model;
using Microsoft.CodeAnalysis;
using Xunit;

namespace BpfSharp.Generator.Tests.Api;

public sealed class GeneratedApiTests
{
    private const string Use = """
        using BpfSharp;
        using BpfSharp.Loader;
        using BpfSharp.Protocols;
        using BpfSharp.Simulation;
        using BpfSharp.Views;
        using Shop;

        internal static class Use
        {
            public static ulong Control(IFirewall firewall)
            {
                IHashMapView<Ipv4Prefix, uint> denied = firewall.Denied;
                denied[Ipv4Prefix.Parse("203.0.113.0/24")] = 7;
                IPerCpuArrayMapView<Rule> drops = firewall.Drops;
                IRingBufferView<Drop> events = firewall.Events;
                firewall.First = 8u;
                IXdpProgram filter = firewall.Filter;
                ITcProgram egress = firewall.Egress;
                foreach (FaultCount fault in firewall.ReadFaults())
                    _ = fault.Site;
                return firewall.Seen;
            }

            public static void Kernel()
            {
                FirewallUnloaded unloaded = FirewallLoader.Open();
                unloaded.Options.Denied.MaxEntries = 1_000_000;
                using FirewallObject firewall = FirewallLoader.Load(o => o.SampleEvery = 8);
                LoadedXdpProgram filter = firewall.Filter;
                LoadedTcProgram egress = firewall.Egress;
                Control(firewall);
            }

            public static void Simulate()
            {
                using FirewallSimulation simulation = new(o => o.SampleEvery = 1);
                SimulatedXdpProgram filter = simulation.Filter;
                SimulatedTcProgram egress = simulation.Egress;
                Control(simulation);
            }
        }
        """;

    [Fact]
    public void Generated_code_binds_without_errors_or_warnings()
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Firewall, Samples.Other, Use));
        Assert.Empty(run.Diagnostics);
        Assert.Empty(TestCompilation.Problems(run.Output));
    }

    [Fact]
    public void Public_members_are_documented()
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Firewall, Samples.Other));
        INamespaceSymbol shop = run.Output.Assembly.GlobalNamespace.GetNamespaceMembers().Single(static n => n.Name == "Shop");
        string[] userTypes = ["Rule", "Drop", "Firewall"];
        string[] undocumented = shop.GetTypeMembers()
            .Where(t => t.DeclaredAccessibility == Accessibility.Public && !userTypes.Contains(t.Name))
            .SelectMany(static t => t.GetMembers().Prepend(t))
            .Where(static m => m.DeclaredAccessibility == Accessibility.Public && !m.IsImplicitlyDeclared && m is not IMethodSymbol { AssociatedSymbol: not null })
            .Where(static m => string.IsNullOrEmpty(m.GetDocumentationCommentXml()))
            .Select(static m => m.ToDisplayString())
            .ToArray();
        Assert.Empty(undocumented);
    }

    [Fact]
    public void Types_are_as_accessible_as_the_program_class()
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Other));
        foreach (string name in new[] { "IOther", "OtherOptions", "OtherLoader", "OtherUnloaded", "OtherObject", "OtherSimulation" })
            Assert.Equal(Accessibility.Internal, run.Output.GetTypeByMetadataName("Shop." + name)!.DeclaredAccessibility);
    }

    [Fact]
    public void Without_a_reference_to_the_loader_there_is_only_the_simulation()
    {
        GeneratorRun run = new(TestCompilation.WithoutLoader(Samples.Other));
        Assert.Empty(TestCompilation.Problems(run.Output));
        Assert.NotNull(run.Output.GetTypeByMetadataName("Shop.OtherSimulation"));
        Assert.Null(run.Output.GetTypeByMetadataName("Shop.OtherLoader"));
        Assert.Null(run.Output.GetTypeByMetadataName("Shop.OtherObject"));
    }

    [Theory]
    [InlineData("public static partial class P { [XdpProgram] public static XdpAction Main(XdpContext ctx) => XdpAction.Pass; }", "PSimulation")]
    [InlineData("namespace @namespace.@class; public static partial class @event { static uint s_int; static uint s_class; static readonly ArrayMap<uint> @switch = new(1); [XdpProgram] public static XdpAction @return(XdpContext ctx) => XdpAction.Pass; }", "namespace.class.eventSimulation")]
    [InlineData("public partial class Outer { public partial struct Inner { public static partial class P { [XdpProgram] public static XdpAction Main(XdpContext ctx) => XdpAction.Pass; } } }", "Outer+Inner+PSimulation")]
    [InlineData("public static partial class P { [TcProgram(Name = \"other-name\")] public static TcAction Main(TcContext ctx) => TcAction.Ok; [TcProgram] private static TcAction Options(TcContext options) => TcAction.Ok; static uint s_options2; }", "PSimulation")]
    [InlineData("public static partial class P { [XdpProgram] public static partial XdpAction Main(XdpContext ctx); public static partial XdpAction Main(XdpContext ctx) => XdpAction.Pass; }", "PSimulation")]
    [InlineData("public static partial class P { public static partial XdpAction Main(XdpContext ctx); [XdpProgram] public static partial XdpAction Main(XdpContext ctx) => XdpAction.Pass; }", "PSimulation")]
    [InlineData("public static partial class P { [XdpProgram] public static XdpAction Main(XdpContext ctx) => XdpAction.Pass; } public static partial class p { [XdpProgram] public static XdpAction Main(XdpContext ctx) => XdpAction.Pass; }", "pSimulation")]
    [InlineData("using Xdp = BpfSharp.XdpProgramAttribute; public static partial class P { [Xdp] public static XdpAction Main(XdpContext ctx) => XdpAction.Pass; }", "PSimulation")]
    [InlineData("namespace P { public static partial class Q { static uint q, @global, system; static readonly ArrayMap<uint> P = new(1), BpfSharp = new(1); [global::BpfSharp.XdpProgram] public static XdpAction Filter(XdpContext ctx) => XdpAction.Pass; } }", "P.QSimulation")]
    public void Unusual_places_and_names_bind(string source, string simulation)
    {
        GeneratorRun run = new(TestCompilation.Of("using BpfSharp;\n" + source));
        Assert.Empty(run.Diagnostics);
        Assert.DoesNotContain(TestCompilation.Problems(run.Output), static p => !p.Contains("CS8981"));
        Assert.NotNull(run.Output.GetTypeByMetadataName(simulation));
    }

    [Fact]
    public void Object_is_a_constant_that_metadata_names()
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Firewall));
        AttributeData attribute = Assert.Single(run.Output.Assembly.GetAttributes(), static a => a.AttributeClass?.Name == "BpfObjectAttribute");
        Assert.Equal("Shop.Firewall", attribute.ConstructorArguments[0].Value);
        Assert.Equal("Shop.FirewallObjectCode", attribute.ConstructorArguments[1].Value);
        BpfObject model = EmbeddedObject.Of(run, "Shop.Firewall");
        Assert.Equal(["Filter", "Egress"], model.Programs.Select(static p => p.Name));
        Assert.Equal(["Denied", "Drops", "Events"], model.Maps.Select(static m => m.Name).Where(static n => n != Compiler.Output.CompiledProgram.FaultMapName));
        Assert.Equal("GPL", model.License);
    }
}
