using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace EgressScheduler.Configuration;

/// <summary>
/// Reads plans. Lines are <c>default rate RATE</c>, <c>class NAME MINOR rate RATE</c> and
/// <c>PROTOCOL to NETWORK [port N[-M]] [dscp D] -> NAME [mark N] [dscp D]</c>; <c>#</c> begins a comment. A rule's class stands above it.
/// </summary>
public sealed class EgressText
{
    private const string RuleForm = "a rule is 'PROTOCOL to NETWORK [port N[-M]] [dscp D] -> CLASS [mark N] [dscp D]'";

    private readonly List<EgressClass> _classes = [];
    private readonly List<EgressRule> _rules = [];

    private EgressText()
    {
    }

    /// <summary>Reads all lines; the plan is to be used only if there is no problem.</summary>
    public static (EgressPlan Plan, IReadOnlyList<ConfigurationProblem> Problems) Parse(string text)
    {
        var reader = new EgressText();
        List<ConfigurationProblem> problems = ConfigurationText.Read(text, reader.Add);
        var plan = new EgressPlan(reader._classes, reader._rules);
        EgressLimits.Check(plan, text.Split('\n').Length, problems);
        return (plan, problems);
    }

    private void Add(int line, string[] words)
    {
        switch (words)
        {
            case ["default", "rate", var rate]:
                AddClass(new EgressClass(line, EgressPlan.DefaultName, Egress.DefaultMinor, RateWord.Parse(rate)));
                break;
            case ["class", var name, var minor, "rate", var rate]:
                AddClass(new EgressClass(line, name, LabelWords.Minor(minor), RateWord.Parse(rate)));
                break;
            case ["default", ..]:
                throw new FormatException("the default is 'default rate RATE'");
            case ["class", ..]:
                throw new FormatException("a class is 'class NAME MINOR rate RATE'");
            case [var protocol, "to", var network, .. var rest]:
                AddRule(line, protocol, network, rest);
                break;
            default:
                throw new FormatException(RuleForm);
        }
    }

    private void AddClass(EgressClass added)
    {
        if (_classes.FirstOrDefault(c => c.Name == added.Name) is { } same)
            throw new FormatException($"line {same.Line} has a class '{added.Name}' already");
        if (_classes.FirstOrDefault(c => c.Minor == added.Minor) is { } taken)
            throw new FormatException($"line {taken.Line} has the class 1:{added.Minor:x} already");
        _classes.Add(added);
    }

    private void AddRule(int line, string protocol, string network, ReadOnlySpan<string> rest)
    {
        (ushort first, ushort last) = (0, 0);
        if (rest is ["port", var port, ..])
        {
            (first, last) = RuleWords.Ports(protocol, port);
            rest = rest[2..];
        }

        byte? dscp = TakeDscp(ref rest);
        if (rest is not ["->", var name, ..])
            throw new FormatException(RuleForm);
        rest = rest[2..];
        EgressClass target = _classes.FirstOrDefault(c => c.Name == name) ?? throw new FormatException($"no line above has a class '{name}'");
        uint mark = 0;
        if (rest is ["mark", var number, ..])
        {
            mark = LabelWords.Mark(number);
            rest = rest[2..];
        }

        byte? newDscp = TakeDscp(ref rest);
        if (!rest.IsEmpty)
            throw new FormatException(RuleForm);
        foreach ((Ipv6Prefix destination, bool isV6) in RuleWords.Networks(network))
            _rules.Add(new EgressRule(line, RuleWords.Protocol(protocol, isV6), destination, isV6, first, last, dscp, target.Minor, mark, newDscp));
    }

    private static byte? TakeDscp(ref ReadOnlySpan<string> rest)
    {
        if (rest is not ["dscp", var word, ..])
            return null;
        rest = rest[2..];
        return LabelWords.Dscp(word);
    }
}
